package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The test whether two flows through one RBM, from both ends of the temperature scale, have reached the same stationary
 * state.
 *
 * <p>Readings of T_E, T_m, T_nnn and U4 are compared between the starts at every step of the last half, and along each
 * flow between the first and the last step of that half. The flow <em>moves</em> if a difference d with standard error
 * s has {@code |d| > 3 s}. It is <em>stationary</em> if it does not move and every {@code |d| + 2 s} is within a
 * margin: 5 % of a temperature, 0.05 of U4. Everything else is <em>undecided</em>, so larger errors make neither
 * statement easier.
 *
 * <p>Errors s are unpaired: {@code s^2 = s_a^2 + s_b^2}. This is right between the starts, whose chains are
 * independent. Both ends of a drift come from the same chains: autocorrelation makes the readings positively
 * correlated, s is then too large, and "does not move" is found more often than it should be. The threshold of 3 is not
 * corrected for the number of comparisons, about 20, of which the largest counts: by chance alone it is exceeded more
 * often than 3 in 1000 times.
 *
 * @param cold the flow from T = 0
 * @param hot the flow from T = infinity, read after the same steps
 */
record FlowRest(FlowCourse cold, FlowCourse hot) {

    /** Standard errors beyond which a difference is significant. */
    static final double SIGNIFICANT = 3;

    /** Number of standard errors added to a measured difference before the comparison with its margin. */
    private static final double MARGIN_ERRORS = 2;

    private static final double RELATIVE_MARGIN = 0.05;
    private static final double BINDER_MARGIN = 0.05;

    /** Smallest number of readings in the last half that can show a drift. */
    static final int FEWEST_LOOKS = 2;

    /** The three outcomes of the test. */
    enum Motion {
        /** A difference is significant. */
        MOVES,
        /** No difference is significant, and all are small. */
        STATIONARY,
        /** Errors are too large, or readings too few, to say either. */
        UNDECIDED;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Two readings of one quantity that are equal in a stationary flow. */
    private record Pair(String quantity, Estimate a, Estimate b) {

        double difference() {
            return Math.abs(a.value() - b.value());
        }

        double error() {
            return Math.hypot(a.standardError(), b.standardError());
        }

        double significance() {
            return difference() == 0 ? 0 : difference() / error();
        }

        double extent() {
            double margin =
                    quantity.equals(FlowReading.BINDER) ? BINDER_MARGIN : RELATIVE_MARGIN * (a.value() + b.value()) / 2;
            double reach = difference() + MARGIN_ERRORS * error();
            return reach == 0 ? 0 : reach / margin;
        }
    }

    /** Returns the test of both flows of a set, read in one way. */
    static FlowRest of(List<FlowCourse> courses, TrainingSet set, String sites) {
        return new FlowRest(course(courses, set, sites, FlowCourse.COLD), course(courses, set, sites, FlowCourse.HOT));
    }

    private static FlowCourse course(List<FlowCourse> courses, TrainingSet set, String sites, String start) {
        return courses.stream()
                .filter(course -> course.set() == set
                        && course.sites().equals(sites)
                        && course.start().equals(start))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the steps of the last half at which the flow was read. */
    List<Integer> looks() {
        int last = cold.readings().lastKey();
        return cold.readings().keySet().stream()
                .filter(step -> 2 * step >= last)
                .toList();
    }

    /** Returns the largest difference in standard errors. */
    double significance() {
        return largest(Pair::significance);
    }

    /** Returns the largest difference plus two standard errors, in units of its margin. */
    double extent() {
        return largest(Pair::extent);
    }

    /** Returns the outcome of the test. */
    Motion outcome() {
        if (significance() > SIGNIFICANT) {
            return Motion.MOVES;
        }
        return extent() <= 1 && looks().size() >= FEWEST_LOOKS ? Motion.STATIONARY : Motion.UNDECIDED;
    }

    private double largest(ToDoubleFunction<Pair> number) {
        return pairs().stream().mapToDouble(number).max().orElseThrow();
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        List<Integer> looks = looks();
        for (int step : looks) {
            add(pairs, cold.at(step), hot.at(step));
        }
        int first = looks.get(0);
        add(pairs, cold.at(first), cold.last());
        add(pairs, hot.at(first), hot.last());
        return pairs;
    }

    private static void add(List<Pair> pairs, FlowReading a, FlowReading b) {
        a.quantities()
                .forEach((name, estimate) -> pairs.add(new Pair(
                        name, estimate, Objects.requireNonNull(b.quantities().get(name)))));
    }
}
