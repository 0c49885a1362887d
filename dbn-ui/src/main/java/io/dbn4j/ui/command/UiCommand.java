package io.dbn4j.ui.command;

import io.dbn4j.cli.RunOptions;
import io.dbn4j.core.Check;
import io.dbn4j.ui.web.Address;
import io.dbn4j.ui.web.RunFolders;
import io.dbn4j.ui.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code dbn ui}, which shows runs in the browser. */
@Command(
        name = "ui",
        sortOptions = false,
        description = {
            "Shows runs in the browser, completed and running ones, whatever process computes them.",
            "Prints the address of the pages and serves them until interrupted."
        },
        footer = {"", "Examples:", "  ./dbn ui", "  ./dbn ui runs /mnt/results", "  ./dbn ui --host 0.0.0.0 --port 8080"
        })
final class UiCommand implements Runnable {

    /** Name of the environment variable with the token. */
    private static final String TOKEN = "DBN_TOKEN";

    private static final int LONGEST_TOKEN_FILE = 4096;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RUNS",
            arity = "0..*",
            description = "Run folders, or folders that hold run folders. Default: " + RunOptions.RUNS + ".")
    private List<Path> folders = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port; if it is taken, the next free one. Default: " + Address.PORT + ".")
    private int port = Address.PORT;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address of this machine to listen on. Default: " + Address.LOOPBACK
                    + ", which only this machine can reach; any other address requires a token.")
    private String host = Address.LOOPBACK;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "Secret that visitors must send. Other users of this machine can see it (see --token-file)."
                    + " Default: the value of " + TOKEN + ", else a new token if --host requires one.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token; only you should be able to read it.")
    private @Nullable Path tokenFile;

    @Override
    public void run() {
        folders.forEach(folder -> Check.require(Files.isDirectory(folder), "%s is not a folder", folder));
        RunFolders runs = new RunFolders(folders.isEmpty() ? List.of(Path.of(RunOptions.RUNS)) : folders);
        Address address = address(System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (WebServer server = WebServer.start(address, runs)) {
            out.println(server.url());
            out.flush();
            err.println("dbn: open this address in a browser; stop with Ctrl-C");
            err.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the address, with the token from the command line or else from the environment. */
    Address address(Map<String, String> environment) {
        if (token != null && tokenFile != null) {
            throw new ParameterException(spec.commandLine(), "--token and --token-file cannot be given together");
        }
        if (token != null) {
            return new Address(host, port, filled("--token", token));
        }
        if (tokenFile != null) {
            return new Address(host, port, filled(tokenFile.toString(), text(tokenFile)));
        }
        String known = environment.getOrDefault(TOKEN, "");
        return known.isEmpty() ? Address.of(host, port) : new Address(host, port, known);
    }

    /** Checks that a token is not empty; an empty one would admit every user of this machine. */
    private static String filled(String place, String token) {
        Check.require(!token.isEmpty(), "%s must hold a token, was empty", place);
        return token;
    }

    /** Reads the token file, which may be a link or a pipe. */
    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_TOKEN_FILE), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("no such file: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
