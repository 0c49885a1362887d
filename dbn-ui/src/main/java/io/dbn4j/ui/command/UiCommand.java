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

/** {@code dbn ui}: runs in the browser. */
@Command(
        name = "ui",
        sortOptions = false,
        description = {
            "Shows runs in the browser, those that are done and those that are on their way, whatever process they are in.",
            "Prints the address of the pages and serves them until it is interrupted."
        },
        footer = {"", "Examples:", "  ./dbn ui", "  ./dbn ui runs /mnt/results", "  ./dbn ui --host 0.0.0.0 --port 8080"
        })
final class UiCommand implements Runnable {

    /** Names the token in the environment. */
    private static final String TOKEN = "DBN_TOKEN";

    private static final int LONGEST_TOKEN_FILE = 4096;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RUNS",
            arity = "0..*",
            description = "Folders that hold run folders, or run folders. Default: " + RunOptions.RUNS + ".")
    private List<Path> folders = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port; the next free one if it is taken. Default: " + Address.PORT + ".")
    private int port = Address.PORT;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address of this machine that is listened on. Default: " + Address.LOOPBACK
                    + ", for this machine only; for others a token is needed.")
    private String host = Address.LOOPBACK;

    @Option(
            names = "--token",
            paramLabel = "TEXT",
            description = "What visitors must know; others on this machine can see it among the processes."
                    + " Default: that of " + TOKEN + ", or with another --host a new one, in the address printed.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the token, which only you should be able to read.")
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
            err.println("dbn: open this address in a browser; Ctrl-C ends");
            err.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it listens, and for whom: the command line says so, or else the environment. */
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

    /** Without a token everybody on this machine would be let in, whom the user meant to keep out. */
    private static String filled(String place, String token) {
        Check.require(!token.isEmpty(), "%s must hold a token, was empty", place);
        return token;
    }

    /** Whoever names the file may name a link or a pipe. */
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
