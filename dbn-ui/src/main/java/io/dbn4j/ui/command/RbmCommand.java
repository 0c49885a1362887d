package io.dbn4j.ui.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code dbn rbm}, whose subcommands train RBMs on the user's data and use model files. */
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
            RbmMeasureCommand.class,
            RbmExportCommand.class
        },
        footer = {
            "",
            "A data file has one row for each example. A command reports what it decided about the file.",
            "  .npy, .npz         numbers of any type; bytes are gray values and divided by 255 if one exceeds 1",
            "  .npz of scipy      sparse matrices (csr, csc, coo, bsr)",
            "  .csv, .tsv, .txt   separator, header, quotes, decimal commas and encoding are detected;",
            "                     empty fields, NA and NaN are missing values",
            "  .idx, .idx.gz      numbers of any type, in the format of MNIST",
            "  mnist, mnist-test  the training and test images of MNIST; a file of that name is file:mnist",
            "FILE:OPTION=VALUE,... sets how a file is read:",
            "  digits.npz:x_train                uses this array of several",
            "  table.csv:label=species           leaves out a label column, by name or number (-1 is the last)",
            "  table.csv:drop=id+7-9,header=yes  leaves out columns; header=yes: the first line has names",
            "  table.csv:columns=0-15            uses only these columns",
            "  table.csv:separator=semicolon     or comma, tab, space, bar",
            "  table.csv:index=yes               leaves out the first column, which names the rows",
            "  pixels.npy:scale=255              divides all values",
            "Options number columns from 0; messages number rows and columns from 1.",
            "A model file is a .zip file of this program or of DL4J, or an .npz file with the arrays weights",
            "[visible, hidden], visible_bias, hidden_bias and the strings visible_unit and hidden_unit.",
            "",
            "Examples:",
            "  ./dbn rbm train --data digits.npy --hidden 500 --out runs/digits",
            "  ./dbn rbm logz runs/digits/model.zip --method ais",
            "  ./dbn rbm train --help"
        })
final class RbmCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Prints the help, because no subcommand was given. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
