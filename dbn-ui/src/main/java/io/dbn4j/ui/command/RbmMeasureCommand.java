package io.dbn4j.ui.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dbn4j.cli.WholeNumber;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.lab.data.DataFile;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.comparison.KnownSpins;
import io.dbn4j.rg.comparison.SpinComparison;
import io.dbn4j.rg.lattice.SquareLattice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm measure}, which compares a model of spins with the Hamiltonian of its data. */
@Command(
        name = "measure",
        sortOptions = false,
        description = {
            "Compares a model of spins with the Hamiltonian that its data follow: divergence, couplings, thermal"
                    + " averages and correlation function, with errors, beside those of the data and the exact ones.",
            "Uses the bottom RBM of a stack. The rows of --data are configurations that follow the Hamiltonian,"
                    + " preferably other ones than those of the training."
        },
        footer = {
            "",
            "divergence   KL(P || model) = <F - H> over the data + log Z of the model - log Z of P, in nats",
            "             (overAllStates: the sum over all states of at most 20 spins, without the data)",
            "couplings    coefficient of s_i s_j in -F, averaged over the other spins: all their states",
            "             alike (overAllStates), or as in the data (overData); equal for an Ising model alone",
            "averages     of the model: 400 chains of parallel tempering, errors from the spread of chains",
            "FILE.json    an Ising model in nats on any graph, or a teacher-rbm as in run.json:",
            "             {\"type\": \"ising\", \"spins\": 3, \"fields\": [],",
            "              \"bonds\": [{\"first\": 0, \"second\": 1, \"coupling\": 0.4}, ...]}",
            "",
            "Examples:",
            "  ./dbn rbm measure model.npz --ising-side 6 --temperature 2.3 --data spins.npy",
            "  ./dbn rbm measure runs/spins/model.zip --hamiltonian ising.json --data spins.npy --json"
        })
final class RbmMeasureCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--hamiltonian",
            paramLabel = "FILE.json",
            description = "Hamiltonian of the data in nats, see below; or give --ising-side.")
    private @Nullable Path hamiltonian;

    @Option(
            names = "--ising-side",
            paramLabel = "L",
            converter = WholeNumber.Positive.class,
            description = "Side of a periodic square lattice without a field, with --temperature or --coupling.")
    private @Nullable Integer side;

    @Mixin
    private TemperatureOptions temperature;

    @Mixin
    private DataOption data;

    @Option(
            names = "--steps",
            paramLabel = "K",
            defaultValue = "3000",
            converter = WholeNumber.Positive.class,
            description = "Steps of each chain of the model. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--temperatures",
            paramLabel = "N",
            defaultValue = "" + EquilibriumStart.TEMPERATURES,
            converter = WholeNumber.Positive.class,
            description = "Temperatures of each chain; 1 for plain Gibbs sampling. Default: ${DEFAULT-VALUE}.")
    private int temperatures;

    @Option(
            names = "--betas",
            paramLabel = "N",
            defaultValue = "10000",
            converter = WholeNumber.Positive.class,
            description = "Inverse temperatures of AIS, if both sides have more than 20 units. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int betas;

    /** The result to print. */
    record Outcome(
            String model,
            int visible,
            int hidden,
            String hamiltonian,
            String data,
            long rows,
            @JsonUnwrapped SpinComparison.Outcome found) {}

    @Override
    public void run() {
        KnownSpins known = KnownSpins.of(known());
        ModelFile stack = model.read();
        Rbm rbm = stack.layer(1);
        SpinComparison comparison = new SpinComparison(temperatures, steps, betas);
        SpinComparison.requireFit(rbm, known);
        Progress progress = model.progress();
        DataFile file = data.read(progress);
        SpinComparison.Outcome found =
                comparison.compare(rbm, known, file.states(rbm), model.random("measure"), progress);
        model.print(
                new Outcome(
                        stack.name(),
                        rbm.visible(),
                        rbm.hidden(),
                        known.description(),
                        file.name(),
                        file.rows().size(0),
                        found),
                spec.commandLine().getOut());
    }

    private Hamiltonian known() {
        if ((hamiltonian == null) == (side == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    side == null
                            ? "missing option --hamiltonian=FILE.json or --ising-side=L"
                            : "--hamiltonian and --ising-side cannot be given together");
        }
        if (hamiltonian != null) {
            if (temperature.given()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--hamiltonian cannot be given together with --temperature or --coupling;"
                                + " its energies are in nats");
            }
            return Json.read(hamiltonian, Hamiltonian.class);
        }
        return new SquareLattice(side).ising(temperature.coupling());
    }
}
