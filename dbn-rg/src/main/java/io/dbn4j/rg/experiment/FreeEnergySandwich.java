package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.BidirectionalAnnealing;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.partition.StartTest;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.Onsager;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import io.dbn4j.rg.scheme.KadanoffBound;
import io.dbn4j.rg.scheme.TensorRenormalizationGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An experiment in which RBMs trained on equilibrium configurations bracket the exact free energy of the Ising model
 * between two bounds, compared with Kadanoff's bound and the tensor renormalization group.
 *
 * <p>All results are deviations from the exact free energy per site: for the RBMs and the tensors on the same finite
 * lattice (Kaufman), for Kadanoff's bound on the infinite lattice (Onsager), for which it is made. The RBMs have seen
 * sampled configurations; the two schemes start from K alone.
 *
 * <p>States of the RBM come from parallel tempering that starts at configurations and at annealed states. If they fail
 * a {@link StartTest}, the bounds keep their condition. On small lattices the measured bounds are compared with sums
 * over all states. The run keeps each RBM and its configurations.
 *
 * @param sides sides of the lattices, powers of 2; for sides of at most 4 all states are summed as well
 * @param temperatures temperatures in units of the interaction
 * @param rows number of configurations to train on, and of other configurations to measure on
 * @param epochs passes through the configurations
 * @param objective what is minimized
 * @param learningRate learning rate at the first update; it falls linearly to zero
 * @param betas inverse temperatures of annealed importance sampling
 * @param chains number of annealing chains, and of states of the RBM
 * @param burnIn steps from the starts to the states of the RBM; half of the chains start at configurations, half at
 *     annealed states
 * @param ladder number of temperatures of the parallel tempering in these steps; 1 for Gibbs sampling alone
 * @param bondDimension bond dimension of the tensors
 * @param parameters number of parameters of Kadanoff's bound
 */
@Reference(
        authors = "R. P. Feynman",
        title = "Statistical mechanics: a set of lectures",
        venue = "Benjamin; the upper bound",
        year = 1972)
@JsonTypeName("free-energy-sandwich")
public record FreeEnergySandwich(
        List<Integer> sides,
        List<Double> temperatures,
        int rows,
        int epochs,
        Objective objective,
        double learningRate,
        int betas,
        int chains,
        int burnIn,
        int ladder,
        int bondDimension,
        int parameters)
        implements RgExperiment {

    private static final int BATCH = 500;

    /** Largest side at which all states are summed. */
    private static final int SMALL = 4;

    public FreeEnergySandwich {
        sides = List.copyOf(sides);
        temperatures = List.copyOf(temperatures);
        for (int side : sides) {
            Check.require(
                    side >= 4 && Integer.bitCount(side) == 1, "side must be a power of 2, at least 4, was %d", side);
        }
        Check.atLeast(1, temperatures.size(), "number of temperatures");
        temperatures.forEach(temperature -> Check.positive(temperature, "temperature"));
        Check.atLeast(BATCH, rows, "rows");
        Check.atLeast(1, epochs, "epochs");
        Check.positive(learningRate, "learningRate");
        Check.atLeast(1, betas, "betas");
        Check.require(chains >= 4 && chains <= rows, "chains must be in [4, %d], was %d", rows, chains);
        Check.atLeast(0, burnIn, "burnIn");
        Check.atLeast(1, ladder, "ladder");
        Check.atLeast(2, bondDimension, "bondDimension");
        Check.atLeast(1, parameters, "parameters");
    }

    /**
     * The results for a lattice at one temperature.
     *
     * @param freeEnergy exact, of the whole lattice in nats
     * @param measured bounds from draws
     * @param summed bounds from sums over all states; the measured bounds if there are too many states
     * @param divergences KL(P || P_t) + KL(P_t || P) from probabilities; NaN if there are too many states
     * @param ess effective samples of the annealing, in the direction with fewer
     * @param start test whether the states are draws of the RBM
     * @param tensors free energy by tensor renormalization of the same lattice
     */
    record Point(
            int side,
            double temperature,
            double freeEnergy,
            Sandwich measured,
            Sandwich summed,
            double divergences,
            double ess,
            StartTest start,
            double tensors) {

        String name() {
            return FreeEnergySandwich.name(side, temperature);
        }

        boolean enumerated() {
            return side <= SMALL;
        }

        double sites() {
            return (double) side * side;
        }
    }

    /** Free energies per site of the infinite lattice. */
    record Infinite(double temperature, double freeEnergy, double kadanoff) {

        String name() {
            return String.format(Locale.ROOT, "infinite lattice, T = %.4g: Kadanoff's bound", temperature);
        }
    }

    @Override
    public String cost() {
        return "4 min";
    }

    @Override
    public Map<String, String> quick() {
        return Map.of(
                "sides",
                "[4]",
                "temperatures",
                "[2.5]",
                "rows",
                "5000",
                "epochs",
                "40",
                "betas",
                "300",
                "parameters",
                "1");
    }

    @Override
    public Finding run(Run run) {
        List<Point> points = new ArrayList<>();
        for (int side : sides) {
            for (double temperature : temperatures) {
                points.add(point(run, side, temperature));
            }
        }
        run.progress().begin("Kadanoff's bound", temperatures.size(), "temperatures");
        List<Infinite> bulk = new ArrayList<>();
        for (double temperature : temperatures) {
            bulk.add(new Infinite(
                    temperature,
                    -Onsager.atTemperature(temperature).logPartition(),
                    -KadanoffBound.best(1 / temperature, parameters).logPartition(1 / temperature)));
            run.progress().advance(1);
        }
        run.progress().end();
        FreeEnergySandwichReport report = new FreeEnergySandwichReport(points, bulk);
        FreeEnergySandwichReport.BOUNDS.save(run, report.bounds());
        return finding(points, bulk).shown(run, "The free energy of the Ising model between two bounds", report::addTo);
    }

    private Point point(Run run, int side, double temperature) {
        String name = name(side, temperature);
        SquareLattice lattice = new SquareLattice(side);
        double coupling = 1 / temperature;
        INDArray states = new EquilibrationGate(new MonteCarlo(new Wolff(side), 20 * side, 1), 4)
                .states(lattice, coupling, 2 * rows, DataType.FLOAT, run.random("configurations, " + name));
        INDArray seen = part(states, 0, rows);
        INDArray others = part(states, rows, 2L * rows);
        Rbm rbm = trained(run, name, seen);
        save(run, name, rbm, seen, others);
        Ising target = lattice.ising(coupling);
        // The configurations are far apart, so the chains are independent.
        INDArray apart = others.get(NDArrayIndex.interval(0, rows / chains, (long) chains * (rows / chains)));
        BidirectionalAnnealing annealing =
                new BidirectionalAnnealing(betas, chains, new EquilibriumStart(ladder, burnIn));
        run.progress().begin("log Z, " + name, annealing.work(), "steps");
        // The base rate is not a mean field, which may break the symmetry of the phases.
        BaseRate base = new BaseRate(rbm.visibleBias());
        BidirectionalAnnealing.Result found =
                annealing.run(rbm, base, apart, run.random("annealing, " + name), run.progress()::at);
        run.progress().end();
        Sandwich measured = Sandwich.of(rbm, target, found.forward(), found.reverse(), others, found.states())
                .tested(found.test());
        boolean small = side <= SMALL;
        return new Point(
                side,
                temperature,
                -new KaufmanPartitionFunction(side).logPartition(coupling),
                measured,
                small ? Sandwich.exact(rbm, target) : measured,
                small ? divergences(rbm, target) : Double.NaN,
                Math.min(found.forward().ess(), found.reverse().ess()),
                found.test(),
                -(double) side
                        * side
                        * new TensorRenormalizationGroup(bondDimension, 2 * Integer.numberOfTrailingZeros(side))
                                .logPartition(coupling));
    }

    private static String name(int side, double temperature) {
        return String.format(Locale.ROOT, "L = %d, T = %.4g", side, temperature);
    }

    /** Returns a name for files and checkpoints, such as l-4-t-2-269. */
    private static String part(String name) {
        return name.replaceAll("[^LT0-9]+", "-").toLowerCase(Locale.ROOT);
    }

    private static void save(Run run, String name, Rbm rbm, INDArray seen, INDArray others) {
        Exports.rbm(run, part(name), rbm);
        run.save(
                part(name) + "-configurations.npz", file -> Npz.write(file, Map.of("train", seen, "measured", others)));
    }

    private static INDArray part(INDArray rows, long from, long to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static double divergences(Rbm rbm, Ising target) {
        Ensemble data = Ensemble.of(target);
        Ensemble model = Ensemble.of(rbm.castTo(DataType.DOUBLE));
        return data.divergence(model) + model.divergence(data);
    }

    /** Trains an RBM with one hidden unit for each site on units of 0 and 1, and converts it to spins. */
    private Rbm trained(Run run, String name, INDArray states) {
        LayerRecipe recipe = new LayerRecipe((int) states.size(1), epochs, objective, learningRate, true, 0, 0);
        Rbm rbm = new StackRecipe(List.of(recipe), BATCH, Binarization.NONE)
                .train(run, part(name), states.add(1).muli(0.5), run.seed("training, " + name))
                .rbm(0);
        return Alphabet.convert(rbm, new Spin(), new Spin());
    }

    /** Returns the finding, whose evidence is a bound if every start passes its test and no bracket is inverted. */
    static Finding finding(List<Point> points, List<Infinite> bulk) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Point p : points) {
            estimates.put(p.name() + ": F, exact", Estimate.exact(p.freeEnergy, "nats"));
            estimates.put(p.name() + ": lower bound", p.measured.lower());
            estimates.put(p.name() + ": upper bound", p.measured.upper());
            if (p.enumerated()) {
                estimates.put(p.name() + ": lower bound by sums", p.summed.lower());
                estimates.put(p.name() + ": upper bound by sums", p.summed.upper());
            }
        }
        for (Infinite b : bulk) {
            estimates.put(b.name(), Estimate.exact(b.kadanoff, "nats").bound(Estimate.Bound.LOWER));
        }
        boolean bounded = points.stream().allMatch(p -> p.start.passed() && !p.measured.isInverted());
        return new Finding(
                "free-energy-sandwich",
                estimates,
                FreeEnergySandwichVerdict.of(points, bulk),
                bounded ? Evidence.BOUND : Evidence.ESTIMATE);
    }
}
