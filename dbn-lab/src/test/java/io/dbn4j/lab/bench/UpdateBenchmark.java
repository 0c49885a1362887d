package io.dbn4j.lab.bench;

import io.dbn4j.core.dl4j.Momentum;
import io.dbn4j.core.dl4j.RbmLayer;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.objective.Persistent;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.sample.Gibbs;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pretraining update of an {@link RbmLayer} inside DL4J, and the five matrix products of the same shapes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class UpdateBenchmark {

    @Param({"CD-1", "PCD-1"})
    public String objective;

    @Param({"SGD", "Momentum"})
    public String updater;

    @Param({"100", "1000"})
    public int batch;

    @Param("784")
    public int visible;

    @Param("500")
    public int hidden;

    private Products products;
    private DeepBeliefNetwork network;
    private INDArray rows;

    /** Allocates everything. */
    @Setup
    public void prepare() {
        products = new Products(batch, visible, hidden);
        rows = Products.states(batch, visible, new Seed(1).stream("rows"));
        IUpdater rule = updater.equals("SGD") ? new Sgd(0.05) : new Momentum(0.05, 0.9);
        RbmLayer.Builder layer =
                new RbmLayer.Builder().nIn(visible).nOut(hidden).objective(objective());
        network = new DeepBeliefNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(rule)
                .list()
                .layer(layer.build())
                .build());
        network.init();
    }

    private Objective objective() {
        return new Likelihood(
                objective.equals("CD-1") ? new ContrastiveDivergence(1) : new Persistent(batch, new Gibbs(), 1));
    }

    @Benchmark
    public void products() {
        products.ofUpdate();
    }

    @Benchmark
    public void work() {
        network.pretrainLayer(0, rows);
    }
}
