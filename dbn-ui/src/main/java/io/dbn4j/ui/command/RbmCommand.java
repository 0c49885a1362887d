package io.dbn4j.ui.command;

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
            "Data are files with one row for each example; a command says what it decided about them:",
            "  .npy, .npz         numbers of any type; bytes above 1 are gray values and divided by 255",
            "  .npz of scipy      sparse matrices (csr, csc, coo, bsr)",
            "  .csv, .tsv, .txt   separator, header, quotes, decimal commas and encoding are found out;",
            "                     empty fields and NA are missing values, as NaN is",
            "  .idx, .idx.gz      numbers of any type, as MNIST has them",
            "  mnist, mnist-test  the training and test images of MNIST; a file of that name is file:mnist",
            "FILE:OPTION=VALUE,... says how a file is read:",
            "  digits.npz:x_train                one array of several",
            "  table.csv:label=species           leaves out a label, by name or number (from 0; -1 the last)",
            "  table.csv:drop=id+7-9,header=yes  leaves out columns; the first line holds names (yes or no)",
            "  table.csv:columns=0-15            only these columns",
            "  table.csv:separator=semicolon     or comma, tab, space, bar",
            "  table.csv:index=yes               the first column names the rows (yes or no)",
            "  pixels.npy:scale=255              divides all values",
            "Columns count from 0 in options; messages count rows and columns from 1.",
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
