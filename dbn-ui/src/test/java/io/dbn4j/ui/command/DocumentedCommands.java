package io.dbn4j.ui.command;

import io.dbn4j.cli.Program;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Runs command lines of the documents, one after the other in one process, until one fails. */
public final class DocumentedCommands {

    private DocumentedCommands() {}

    /** Runs each argument as a command line such as {@code rg z-preserving} and exits with the code of the last one. */
    public static void main(String[] lines) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Program program = new Program(Main.class, Main.EXPERIMENTS);
        for (String line : lines) {
            out.println("$ ./dbn " + line);
            int code = program.run(out, err, line.split(" +"));
            if (code != 0) {
                System.exit(code);
            }
        }
        System.exit(0);
    }
}
