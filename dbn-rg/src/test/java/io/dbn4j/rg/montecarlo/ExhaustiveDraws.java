package io.dbn4j.rg.montecarlo;

import io.dbn4j.core.random.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** A source that walks through every outcome of all decisions of a program, depth first, with its probability. */
final class ExhaustiveDraws implements Draws {

    private static final class Choice {

        private final int of;
        private int taken;

        Choice(int of) {
            this.of = of;
        }
    }

    private final List<Choice> path = new ArrayList<>();
    private int drawn;
    private double probability;

    private ExhaustiveDraws() {}

    /**
     * Runs a program once for each outcome and passes its probability to a visitor. The program must depend only on its
     * draws.
     */
    static void walk(Consumer<Draws> program, DoubleConsumer visitor) {
        ExhaustiveDraws draws = new ExhaustiveDraws();
        do {
            draws.drawn = 0;
            draws.probability = 1;
            program.accept(draws);
            visitor.accept(draws.probability);
        } while (draws.advance());
    }

    @Override
    public boolean bernoulli(double p) {
        boolean one = next(2) == 1;
        probability *= one ? p : 1 - p;
        return one;
    }

    @Override
    public int below(int n) {
        probability /= n;
        return next(n);
    }

    private int next(int of) {
        if (drawn == path.size()) {
            path.add(new Choice(of));
        }
        return path.get(drawn++).taken;
    }

    private boolean advance() {
        while (!path.isEmpty()) {
            Choice last = path.get(path.size() - 1);
            if (++last.taken < last.of) {
                return true;
            }
            path.remove(path.size() - 1);
        }
        return false;
    }
}
