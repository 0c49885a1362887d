package io.dbn4j.ui.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, from the manifest of the jar. */
final class Version implements IVersionProvider {

    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"dbn4j " + text()};
    }
}
