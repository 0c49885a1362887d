package io.dbn4j.ui.web;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.Clamped;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.sample.Kernel;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.units.UnitType;
import io.dbn4j.lab.report.Tiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model of a run that answers questions of the browser: reconstructions, fillings and samples.
 *
 * @param stack RBMs of the run
 * @param classifier fine-tuned network, if the run has one
 */
record Play(ModelFile stack, Optional<DeepBeliefNetwork> classifier) {

    private static final int SAMPLES = 20;

    /** Number of chains if only samples of one class are shown. */
    private static final int CANDIDATES = 100;

    private static final int MOST_STEPS = 1000;

    /**
     * A question of the browser.
     *
     * @param pixels numbers in [0, 1], one for each visible unit; empty for samples
     * @param held 1 for each pixel that stays, else 0; empty to hold nothing
     * @param steps number of Gibbs steps
     * @param seed seed of the draws
     * @param label class that the classifier must give to a sample; -1 for any
     */
    record Question(List<Double> pixels, List<Integer> held, int steps, long seed, int label) {

        Question {
            pixels = List.copyOf(pixels);
            held = List.copyOf(held);
            Check.require(steps >= 0 && steps <= MOST_STEPS, "steps must be in [0, %d], was %d", MOST_STEPS, steps);
        }
    }

    /**
     * The answer to a question.
     *
     * @param pictures reconstructions, fillings or samples
     * @param classes probability of each class; empty without a classifier
     * @param freeEnergy free energy of the nearest state in the first RBM, in nats; NaN if the question has no picture
     * @param note explanation for the reader
     */
    record Answer(Tiles pictures, List<Double> classes, double freeEnergy, String note) {}

    /** Reads the RBMs and the network of a run. */
    static Play read(Path run) {
        Path file = RunModel.file(run).orElseThrow(() -> new NoSuchElementException(RunModel.NONE));
        RunFile model = new RunFile(run, "model.zip");
        Optional<DeepBeliefNetwork> network = model.exists()
                ? Optional.of(DeepBeliefNetwork.restore(model.path().toFile()))
                : Optional.empty();
        return new Play(
                ModelFile.read(file),
                network.filter(net -> net.getLayer(net.getnLayers() - 1).conf().getLayer() instanceof OutputLayer));
    }

    /** Reconstructs a picture: passes means up through the first layers and down again, for each number of layers. */
    Answer reconstructed(Question question, BooleanSupplier gone) {
        INDArray picture = picture(question);
        Pictures.Shape shape = shape();
        List<INDArray> rows = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int top = 1; top <= stack.layers().size(); top++) {
            requireWaiting(gone);
            ModelFile part = new ModelFile(stack.name(), stack.layers().subList(0, top));
            rows.add(part.down(part.up(picture, top)));
            captions.add(top == 1 ? "by layer 1" : "by layers 1 to " + top);
        }
        INDArray pictures = Pictures.unit(Nd4j.concat(0, rows.toArray(INDArray[]::new)));
        return new Answer(
                Tiles.gray("Reconstructions", pictures, shape.height(), shape.width(), captions),
                classes(picture),
                bottom().freeEnergy(states(picture))[0],
                "Means of the visible units after a pass up through the layers and down again.");
    }

    /** Draws the free pixels of a picture, given the held ones. */
    Answer filled(Question question, BooleanSupplier gone) {
        INDArray picture = states(picture(question));
        Check.require(
                question.held.size() == bottom().visible(),
                "held must have %d numbers, had %d",
                bottom().visible(),
                question.held.size());
        INDArray held = Nd4j.createFromArray(
                        question.held.stream().mapToDouble(Integer::doubleValue).toArray())
                .castTo(picture.dataType());
        RandomSource random = new Seed(question.seed).stream("fill");
        Chains chains = Chains.at(picture.repeat(0, SAMPLES), bottom(), random);
        move(new Clamped(bottom(), held), chains, question.steps, random, gone);
        // Show means instead of draws in the free pixels: they are smoother and have the same expectation.
        INDArray means = bottom().visibleGivenHidden(chains.hidden());
        INDArray filled = means.add(chains.visible().sub(means).muliRowVector(held.reshape(1, held.length())));
        String title = String.format(Locale.ROOT, "Fillings: %d chains, %d Gibbs steps", SAMPLES, question.steps);
        Pictures.Shape shape = shape();
        return new Answer(
                Tiles.gray(title, Pictures.unit(filled), shape.height(), shape.width(), List.of()),
                List.of(),
                Double.NaN,
                "Means of the free pixels in the first RBM, given the others; each picture is an independent chain.");
    }

    /** Draws whole pictures, all or only those of one class. */
    Answer sampled(Question question, BooleanSupplier gone) {
        Dbn dbn = new Dbn(stack.layers());
        RandomSource random = new Seed(question.seed).stream("samples");
        boolean chosen = question.label >= 0;
        int count = chosen ? CANDIDATES : SAMPLES;
        Chains chains = new Gibbs().start(dbn.top(), count, random);
        Kernel kernel = new Gibbs().kernel(dbn.top());
        move(kernel, chains, question.steps, random, gone);
        INDArray samples = dbn.means(kernel, chains, 0, random);
        int[] shown = IntStream.range(0, count).toArray();
        List<String> captions = List.of();
        if (classifier.isPresent()) {
            INDArray read = classifier.get().output(samples, false);
            int[] classes = read.argMax(1).toIntVector();
            shown = IntStream.range(0, count)
                    .filter(i -> !chosen || classes[i] == question.label)
                    .limit(SAMPLES)
                    .toArray();
            captions = IntStream.of(shown)
                    .mapToObj(i ->
                            String.format(Locale.ROOT, "%d (%.0f %%)", classes[i], 100 * read.getDouble(i, classes[i])))
                    .toList();
        }
        return samples(samples, shown, captions, question, count);
    }

    private Answer samples(INDArray samples, int[] shown, List<String> captions, Question question, int count) {
        Pictures.Shape shape = shape();
        String title =
                String.format(Locale.ROOT, "Samples: %d Gibbs steps in the top RBM, one pass down", question.steps);
        Tiles tiles = shown.length == 0
                ? new Tiles(title, shape.width(), shape.height(), Tiles.Palette.GRAY, 1, List.of())
                : Tiles.gray(title, Pictures.unit(Rows.pick(samples, shown)), shape.height(), shape.width(), captions);
        String note = "Each picture is an independent chain.";
        if (question.label >= 0) {
            note = String.format(
                    Locale.ROOT,
                    "%d of %d chains, those that the classifier assigns to class %d, with its probability.",
                    shown.length,
                    count,
                    question.label);
        } else if (classifier.isPresent()) {
            note = "Each picture is an independent chain; its caption is the answer of the classifier.";
        }
        return new Answer(tiles, List.of(), Double.NaN, note);
    }

    /**
     * Moves the chains by some Gibbs steps.
     *
     * @throws CancellationException if the browser has disconnected
     */
    private static void move(Kernel kernel, Chains chains, int steps, RandomSource random, BooleanSupplier gone) {
        for (int step = 0; step < steps; step++) {
            requireWaiting(gone);
            kernel.step(chains, random);
        }
    }

    private static void requireWaiting(BooleanSupplier gone) {
        if (gone.getAsBoolean()) {
            throw new CancellationException("the browser has disconnected");
        }
    }

    private Rbm bottom() {
        return stack.layers().get(0);
    }

    private Pictures.Shape shape() {
        return Pictures.Shape.of(bottom().visible());
    }

    private INDArray picture(Question question) {
        Rbm rbm = bottom();
        Check.require(
                question.pixels.size() == rbm.visible(),
                "pixels must have %d numbers, had %d",
                rbm.visible(),
                question.pixels.size());
        for (double pixel : question.pixels) {
            Check.inRange(0, 1, pixel, "pixel");
        }
        INDArray row = Nd4j.createFromArray(question.pixels.stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .castTo(rbm.weights().dataType())
                .reshape(1, rbm.visible());
        return rbm.visibleUnit().low() < 0 ? row.mul(2).subi(1) : row;
    }

    /** Rounds a gray value to the nearer of the two states. */
    private INDArray states(INDArray picture) {
        UnitType unit = bottom().visibleUnit();
        if (unit.states() != 2) {
            return picture;
        }
        double middle = (unit.low() + unit.high()) / 2;
        return picture.gt(middle)
                .castTo(picture.dataType())
                .muli(unit.high() - unit.low())
                .addi(unit.low());
    }

    private List<Double> classes(INDArray picture) {
        return classifier
                .map(network -> DoubleStream.of(network.output(picture, false).toDoubleVector())
                        .boxed()
                        .toList())
                .orElse(List.of());
    }
}
