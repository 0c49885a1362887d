package io.dbn4j.ui.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn ising}, whose subcommands solve and sample the Ising model on a square lattice. */
@Command(
        name = "ising",
        description = "Solves and samples the Ising model on a square lattice with periodic boundaries.",
        subcommands = {IsingExactCommand.class, IsingSampleCommand.class},
        footer = {
            "",
            "The energy is E = -J sum over bonds of s_i s_j - H sum of s_i, and J = k_B = 1: the critical",
            "temperature is 2.269185, the critical coupling K = 1/T is 0.440687. Averages are per site.",
            "",
            "Examples:",
            "  ./dbn ising exact --side 6 --temperature 2.3",
            "  ./dbn ising sample --side 6 --temperature 2.3 --count 20000 --out spins.npy",
            "  ./dbn rbm train --data spins.npy --units spin --hidden 20 --out runs/spins",
            "  ./dbn rbm measure runs/spins/model.zip --ising-side 6 --temperature 2.3 --data spins.npy"
        })
final class IsingCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Prints the help, because no subcommand was given. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
