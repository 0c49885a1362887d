package io.dbn4j.ui.command;

import io.dbn4j.cli.Output;
import io.dbn4j.lab.data.TableDescription;
import io.dbn4j.lab.data.TableFile;
import io.dbn4j.lab.experiment.ModelDescription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn describe}, which tells what a data file or a model file holds. */
@Command(
        name = "describe",
        sortOptions = false,
        description = {
            "Tells what a data file holds: rows, columns, ranges, missing and repeated values, the kind of units that"
                    + " fits each column, and what looks like a mistake.",
            "Of a model it tells the layers, kinds of units, ranges of parameters and what is saved with them."
        },
        footer = {
            "",
            "Examples:",
            "  ./dbn describe table.csv",
            "  ./dbn describe digits.npz:train --json",
            "  ./dbn describe runs/first/model.zip"
        })
final class DescribeCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FILE|RUN",
            description = "Data file as in --data, model file (.zip, or .npz of an RBM), or folder of a run.")
    private String file;

    @Mixin
    private Output output;

    @Override
    public void run() {
        output.print(described(), spec.commandLine().getOut());
    }

    private Object described() {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            return ModelDescription.of(ModelOptions.file(path));
        }
        String name = file.toLowerCase(Locale.ROOT);
        boolean exists = Files.isRegularFile(path);
        if (exists && (name.endsWith(".zip") || (name.endsWith(".npz") && ModelDescription.isModel(path)))) {
            return ModelDescription.of(path);
        }
        TableDescription description = TableDescription.of(TableFile.read(file));
        return output.json() ? description : description.shortened();
    }
}
