package io.dbn4j.ui.command;

import io.dbn4j.core.Check;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options {@code --temperature} and {@code --coupling}, of which exactly one is given. */
final class TemperatureOptions {

    @Option(names = "--temperature", paramLabel = "T", split = ",", description = "Temperature, with J = k_B = 1.")
    private double @Nullable [] temperatures;

    @Option(
            names = "--coupling",
            paramLabel = "K",
            split = ",",
            description = "Coupling K = 1/T in place of --temperature.")
    private double @Nullable [] couplings;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Tells whether one of the options is given. */
    boolean given() {
        return temperatures != null || couplings != null;
    }

    /**
     * Returns all temperatures.
     *
     * @throws ParameterException if not exactly one of the options is given
     */
    double[] temperatures() {
        if (temperatures != null && couplings == null) {
            return checked(temperatures, "temperature");
        }
        if (couplings != null && temperatures == null) {
            return DoubleStream.of(checked(couplings, "coupling"))
                    .map(k -> 1 / k)
                    .toArray();
        }
        throw new ParameterException(
                command.commandLine(),
                given() ? "--temperature and --coupling cannot be given together" : "missing option --temperature=T");
    }

    private static double[] checked(double[] values, String name) {
        Arrays.stream(values).forEach(value -> Check.positive(value, name));
        return values;
    }

    /** Returns the coupling K of the only temperature. */
    double coupling() {
        double[] all = temperatures();
        if (all.length != 1) {
            throw new ParameterException(
                    command.commandLine(), "this command takes one temperature, had " + all.length);
        }
        return couplings == null ? 1 / all[0] : couplings[0];
    }
}
