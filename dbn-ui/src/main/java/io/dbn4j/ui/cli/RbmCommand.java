package io.dbn4j.ui.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dbn rbm}: RBMs on data and in model files of the user's own. */
@Command(
        name = "rbm",
        description = "Trains restricted Boltzmann machines on your own data and works with model files.",
        subcommands = {
            RbmTrainCommand.class,
            RbmLogPartitionCommand.class,
            RbmFreeEnergyCommand.class,
            RbmSampleCommand.class,
            RbmTransformCommand.class,
            RbmReconstructCommand.class,
            RbmInpaintCommand.class,
            RbmExportCommand.class
        },
        footer = {
            "",
            "Data are .npy, .npz, .csv, .idx or .idx.gz files with one row for each example.",
            "Models are .zip files of this program or of DL4J, or .npz files: weights [visible, hidden],",
            "visible_bias, hidden_bias and, as texts, visible_unit and hidden_unit.",
            "",
            "Examples:",
            "  ./dbn rbm train --data digits.npy --hidden 500 --out runs/digits",
            "  ./dbn rbm logz runs/digits/model.zip --method ais",
            "  ./dbn rbm train --help"
        })
final class RbmCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Without a command: how to go on. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
