package io.dbn4j.rg.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.rbm.Alphabet;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.run.Evidence;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.LayerRecipe;
import io.dbn4j.core.training.Stack;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.ising.KaufmanPartitionFunction;
import io.dbn4j.rg.ising.Onsager;
import io.dbn4j.rg.lattice.SquareLattice;
import io.dbn4j.rg.montecarlo.EquilibrationGate;
import io.dbn4j.rg.montecarlo.MonteCarlo;
import io.dbn4j.rg.montecarlo.Wolff;
import io.dbn4j.rg.scheme.KadanoffBound;
import io.dbn4j.rg.scheme.TensorRenormalizationGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * RBMs trained on equilibrium configurations hold the exact free energy of the Ising model between two bounds; beside them
 * Kadanoff's bound and the tensor renormalization group, on one axis.
 *
 * <p>All as deviations from the exact free energy a site: the RBM's and the tensors' on the same finite lattice (Kaufman),
 * Kadanoff's on the infinite one (Onsager), for which it is made. The RBM has seen configurations that another
 * program sampled; the two schemes start from K alone.
 *
 * @param sides of the lattices, powers of 2; up to 4 all is enumerated as well
 * @param temperatures in units of the interaction
 * @param rows configurations to train on, and as many others to measure on
 * @param epochs of training
 * @param objective what is minimised
 * @param learningRate at first; falls linearly to zero
 * @param betas inverse temperatures of annealed importance sampling
 * @param chains of the annealing, and draws of the RBM
 * @param burnIn Gibbs steps of the RBM from configurations to its own draws
 * @param bondDimension of the tensors
 * @param parameters of Kadanoff's bound
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
        int bondDimension,
        int parameters)
        implements RgExperiment {

    private static final int BATCH = 500;

    /** Enumeration up to here. */
    private static final int SMALL = 4;

    /** Standard errors within which the order must hold. */
    private static final double TOLERANCE = 3;

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
        Check.require(chains >= 2 && chains <= rows, "chains must be in [2, %d], was %d", rows, chains);
        Check.atLeast(0, burnIn, "burnIn");
        Check.atLeast(2, bondDimension, "bondDimension");
        Check.atLeast(1, parameters, "parameters");
    }

    /**
     * A lattice at a temperature.
     *
     * @param freeEnergy exact, of the whole lattice in nats
     * @param measured bounds from draws
     * @param summed bounds from sums over all states; the measured ones where there are too many
     * @param divergences KL(P || P_t) + KL(P_t || P) from probabilities; NaN where there are too many
     * @param ess effective samples of the annealing
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
            double tensors) {

        boolean enumerated() {
            return side <= SMALL;
        }

        double sites() {
            return (double) side * side;
        }
    }

    /** The infinite lattice, free energies for each site. */
    record Infinite(double temperature, double freeEnergy, double kadanoff) {}

    @Override
    public String cost() {
        return "3 min";
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
        Finding finding = finding(points, bulk);
        FreeEnergySandwichReport report = new FreeEnergySandwichReport(points, bulk, finding);
        run.save("bounds.csv", file -> Files.writeString(file, report.csv(), StandardCharsets.UTF_8));
        report.write(run);
        return finding;
    }

    private Point point(Run run, int side, double temperature) {
        String name = String.format(Locale.ROOT, "L = %d, T = %.4g", side, temperature);
        SquareLattice lattice = new SquareLattice(side);
        double coupling = 1 / temperature;
        KaufmanPartitionFunction kaufman = new KaufmanPartitionFunction(side);
        INDArray states = new EquilibrationGate(new MonteCarlo(new Wolff(side), 20 * side, 1), 4)
                .states(lattice, coupling, 2 * rows, DataType.FLOAT, run.random("configurations, " + name));
        Rbm rbm = trained(run, name, part(states, 0, rows));
        Ising target = lattice.ising(coupling);
        INDArray others = part(states, rows, 2L * rows);
        Estimate annealed = new AnnealedImportanceSampling(betas, chains)
                .logPartition(rbm, BaseRate.of(rbm), run.random("annealing, " + name));
        // Configurations far apart, so that chains are independent.
        INDArray apart = others.get(NDArrayIndex.interval(0, rows / chains, (long) chains * (rows / chains)));
        INDArray own = Sandwich.draws(rbm, apart, burnIn, run.random("draws, " + name));
        Sandwich measured = Sandwich.of(rbm, target, annealed, others, own);
        boolean small = side <= SMALL;
        return new Point(
                side,
                temperature,
                -kaufman.logPartition(coupling),
                measured,
                small ? Sandwich.exact(rbm, target) : measured,
                small ? divergences(rbm, target) : Double.NaN,
                annealed.ess(),
                -(double) side
                        * side
                        * new TensorRenormalizationGroup(bondDimension, 2 * Integer.numberOfTrailingZeros(side))
                                .logPartition(coupling));
    }

    private static INDArray part(INDArray rows, long from, long to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private static double divergences(Rbm rbm, Ising target) {
        Ensemble data = Ensemble.of(target);
        Ensemble model = Ensemble.of(rbm.castTo(DataType.DOUBLE));
        return data.divergence(model) + model.divergence(data);
    }

    /** An RBM of spins with one hidden spin for each site, learned as 0 and 1. */
    private Rbm trained(Run run, String name, INDArray states) {
        LayerRecipe recipe = new LayerRecipe((int) states.size(1), epochs, objective, learningRate, true, 0, 0);
        String part = name.replaceAll("[^LT0-9]+", "-").toLowerCase(Locale.ROOT);
        Rbm rbm = new Stack(List.of(recipe), BATCH, Binarisation.NONE)
                .train(run, part, states.add(1).muli(0.5), run.seed("training, " + name))
                .rbm(0);
        return Alphabet.convert(rbm, new Spin(), new Spin());
    }

    private Finding finding(List<Point> points, List<Infinite> bulk) {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        List<Finding.Check> checks = new ArrayList<>();
        for (Point p : points) {
            String name = String.format(Locale.ROOT, "L = %d, T = %.4g", p.side, p.temperature);
            estimates.put(name + ": F, exact", Estimate.exact(p.freeEnergy, "nats"));
            estimates.put(name + ": lower bound", p.measured.lower());
            estimates.put(name + ": upper bound", p.measured.upper());
            checks.add(Finding.Check.atMost(
                    name + ": lower bound above F, in standard errors",
                    (p.measured.lower().value() - p.freeEnergy)
                            / p.measured.lower().standardError(),
                    TOLERANCE));
            checks.add(Finding.Check.atMost(
                    name + ": upper bound below F, in standard errors",
                    (p.freeEnergy - p.measured.upper().value())
                            / p.measured.upper().standardError(),
                    TOLERANCE));
            if (p.enumerated()) {
                checks.addAll(enumerated(name, p));
            }
            if (p.side == 8 && Math.abs(p.temperature * KaufmanPartitionFunction.CRITICAL_COUPLING - 1) < 1e-3) {
                checks.add(Finding.Check.atMost(
                        name + ": F minus lower bound",
                        p.freeEnergy - p.measured.lower().value(),
                        0.35));
            }
        }
        for (Infinite b : bulk) {
            String name = String.format(Locale.ROOT, "infinite lattice, T = %.4g: Kadanoff's bound", b.temperature);
            estimates.put(name, Estimate.exact(b.kadanoff, "nats").bound(Estimate.Bound.LOWER));
            checks.add(Finding.Check.atMost(name + " minus F, a site", b.kadanoff - b.freeEnergy, 0));
        }
        return new Finding(
                "free-energy-sandwich",
                estimates,
                Verdict.of(new Clause(
                        checks,
                        verdict(points, bulk),
                        "Not every check passes: see which before drawing conclusions.")),
                Evidence.BOUND);
    }

    private static List<Finding.Check> enumerated(String name, Point p) {
        double width = p.summed.upper().value() - p.summed.lower().value();
        return List.of(
                Finding.Check.atMost(
                        name + ": exact lower bound minus F", p.summed.lower().value() - p.freeEnergy, 0),
                Finding.Check.atMost(
                        name + ": F minus exact upper bound",
                        p.freeEnergy - p.summed.upper().value(),
                        0),
                Finding.Check.near(name + ": width minus both divergences", width - p.divergences, 0, 1e-9));
    }

    private static String verdict(List<Point> points, List<Infinite> bulk) {
        double below = points.stream()
                .mapToDouble(p -> (p.freeEnergy - p.measured.lower().value()) / p.sites())
                .max()
                .orElseThrow();
        double above = points.stream()
                .mapToDouble(p -> (p.measured.upper().value() - p.freeEnergy) / p.sites())
                .max()
                .orElseThrow();
        double kadanoff =
                bulk.stream().mapToDouble(b -> b.freeEnergy - b.kadanoff).max().orElseThrow();
        return String.format(
                Locale.ROOT,
                "A trained RBM holds the exact free energy between two bounds whose distance is the sum of both divergences:"
                        + " a gauge makes of a free energy a statement about distributions. At worst it is %.4f nats a site"
                        + " below and %.4f above, Kadanoff's bound %.4f below; but the RBM was shown configurations,"
                        + " Kadanoff's scheme only K.",
                below,
                above,
                kadanoff);
    }
}
