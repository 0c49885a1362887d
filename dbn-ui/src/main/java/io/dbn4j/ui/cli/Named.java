package io.dbn4j.ui.cli;

import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.FastPersistent;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.objective.Tempered;
import io.dbn4j.core.run.Json;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sweep.Score;
import io.dbn4j.core.units.UnitType;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Readers of short names for what is written as JSON elsewhere. */
final class Named {

    private Named() {}

    /** A value as JSON has it: a text if it is no JSON. */
    static Object value(String text) {
        try {
            return Json.read(text, Object.class);
        } catch (IllegalArgumentException notJson) {
            return text;
        }
    }

    /** Reads the name of a score, or of any number that a run finds. */
    static final class Scored implements ITypeConverter<Score> {

        private static final String LIKELIHOOD = "log-likelihood-";

        @Override
        public Score convert(String text) {
            if (text.startsWith(LIKELIHOOD)) {
                return new Score.LogLikelihood(text.substring(LIKELIHOOD.length()));
            }
            return switch (text) {
                case "divergence" -> new Score.Divergence();
                case "classification-error" -> new Score.ClassificationError();
                default -> new Score.Named(text, true);
            };
        }
    }

    /** Reads the registered name of a kind of unit; a number behind it is the size of softmax groups. */
    static final class Unit implements ITypeConverter<UnitType> {

        private static final Pattern NAME = Pattern.compile("(?<name>[a-z]+)(-(?<states>[1-9]\\d{0,5}))?");

        @Override
        public UnitType convert(String text) {
            Matcher name = NAME.matcher(text);
            try {
                return !name.matches() || name.group("states") == null
                        ? Json.fromMap(Map.of("type", text), UnitType.class)
                        : Json.fromMap(
                                Map.of("type", name.group("name"), "states", Integer.valueOf(name.group("states"))),
                                UnitType.class);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code cd-K}, {@code pcd-K}, {@code fpcd-K}, {@code pt-K}, {@code exact} or the JSON of an objective. */
    static final class Training implements ITypeConverter<Objective> {

        private static final Pattern STEPS = Pattern.compile("(?<kind>cd|pcd|fpcd|pt)-(?<steps>[1-9]\\d{0,5})");

        /** Chains of {@code pcd-K} and {@code fpcd-K}, and of {@code pt-K} at each temperature. */
        private static final int CHAINS = 100;

        private static final double FAST_RATE = 0.05;
        private static final int TEMPERATURES = 10;

        @Override
        public Objective convert(String text) {
            Matcher steps = STEPS.matcher(text);
            if (steps.matches()) {
                return new Likelihood(negativePhase(steps.group("kind"), Integer.parseInt(steps.group("steps"))));
            }
            if (text.equals("exact")) {
                return new Likelihood(new Exact());
            }
            if (!text.startsWith("{")) {
                throw new TypeConversionException("must be cd-K, pcd-K, fpcd-K, pt-K, exact or JSON, was " + text);
            }
            try {
                return Json.read(text, Objective.class);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }

        private static NegativePhase negativePhase(String kind, int k) {
            return switch (kind) {
                case "cd" -> new ContrastiveDivergence(k);
                case "pcd" -> new Persistent(CHAINS, new Gibbs(), k);
                case "fpcd" -> new FastPersistent(CHAINS, new Gibbs(), k, FAST_RATE);
                default -> new Tempered(CHAINS, TEMPERATURES, k);
            };
        }
    }
}
