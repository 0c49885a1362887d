package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.objective.EnergyMatching;
import io.dbn4j.core.objective.HybridObjective;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Ramp;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.lab.training.TrainingSetup;
import io.dbn4j.lab.training.TrainsRbm;
import io.dbn4j.rg.lattice.SquareLattice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An experiment in which one RBM learns an Ising model small enough to enumerate, from independent draws. Its
 * divergence is exact, so settings can be compared.
 *
 * <pre>
 *   KL(P || P_t) = &lt;F_t - H&gt;_P + log Z_t - log Z
 * </pre>
 *
 * @param side side of the square lattice, 3 or 4
 * @param temperature temperature of the Ising model
 * @param configurations number of configurations to train on, drawn from P by enumeration
 * @param heldOut number of further configurations, for the gap of free energies
 * @param layer the RBM, of spins
 * @param gamma weight of the penalty {@link EnergyMatching} with the energy of the Ising model, added to the objective; 0
 *     for none
 * @param batch rows of an update
 */
@Reference(
        authors = "G. Torlai, R. G. Melko",
        title = "Learning thermodynamics with Boltzmann machines",
        venue = "Physical Review B 94",
        year = 2016,
        url = "https://doi.org/10.1103/PhysRevB.94.165134")
@JsonTypeName("ising-density")
public record IsingDensity(
        int side, double temperature, int configurations, int heldOut, LayerRecipe layer, double gamma, int batch)
        implements RgExperiment, TrainsRbm {

    public IsingDensity {
        Check.require(side == 3 || side == 4, "side must be 3 or 4, was %d", side);
        Check.positive(temperature, "temperature");
        Check.atLeast(1, batch, "batch");
        Check.atLeast(batch, configurations, "configurations");
        Check.atLeast(2, heldOut, "heldOut");
        Check.inRange(0, Double.MAX_VALUE, gamma, "gamma");
    }

    @Override
    public String cost() {
        return "10 s";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of("layer.epochs", "5");
    }

    @Override
    public Finding run(Run run) {
        Ising ising = new SquareLattice(side).ising(1 / temperature);
        Ensemble exact = Ensemble.of(ising);
        RandomSource draws = run.random("configurations");
        INDArray rows = exact.draws(configurations, draws).castTo(DataType.FLOAT);
        INDArray watched = exact.draws(heldOut, draws).castTo(DataType.FLOAT);
        run.save("configurations.npz", file -> Npz.write(file, Map.of("train", rows, "heldOut", watched)));
        StackRecipe.Trained trained = new StackRecipe(
                        List.of(recipe(ising)),
                        batch,
                        Binarization.NONE,
                        Binarization.NONE,
                        List.of(new Spin()),
                        0,
                        Initialization.DATA_MEANS)
                .train(run, rows, Optional.of(watched), run.seed());
        run.save("model.zip", file -> trained.network().save(file.toFile(), true));
        Finding finding = finding(ising, trained.rbm(0));
        String title = String.format(
                Locale.ROOT,
                "An RBM of %d + %d spins, L = %d, T = %s",
                ising.spins(),
                layer.hidden(),
                side,
                temperature);
        return finding.shown(run, title, page -> page.estimates("Against the exact distribution", finding.estimates()));
    }

    @Override
    public TrainingSetup setup(Run run) {
        Ising ising = new SquareLattice(side).ising(1 / temperature);
        INDArray rows = Ensemble.of(ising)
                .draws(configurations, run.random("configurations"))
                .castTo(DataType.FLOAT);
        return new TrainingSetup(rows, new Spin(), new Spin(), recipe(ising), batch, Binarization.NONE);
    }

    private LayerRecipe recipe(Ising ising) {
        Objective objective = gamma == 0
                ? layer.objective()
                : new HybridObjective(layer.objective(), Ramp.constant(gamma), new EnergyMatching(ising));
        return new LayerRecipe(
                layer.hidden(),
                layer.epochs(),
                objective,
                layer.learningRate(),
                layer.decay(),
                layer.momentum(),
                layer.l2());
    }

    private static Finding finding(Ising ising, Rbm rbm) {
        DensityComparison comparison = DensityComparison.of(ising, rbm);
        double squares = 0;
        for (double weight : Elements.of(rbm.weights())) {
            squares += weight * weight;
        }
        Map<String, Estimate> estimates = comparison.estimates();
        estimates.put("weightNorm", Estimate.exact(Math.sqrt(squares), ""));
        return new Finding("ising-density", estimates, comparison.verdict(), Evidence.EXACT);
    }
}
