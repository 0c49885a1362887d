package io.dbn4j.lab.bench;

import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.units.Bernoulli;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Annealed importance sampling, and the two matrix products that each of its temperatures needs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class AnnealingBenchmark {

    /**
     * Number of temperatures: enough that the bootstrap at the end, whose cost does not depend on it, takes less than 1
     * %.
     */
    @Param("500")
    public int betas;

    @Param("100")
    public int chains;

    @Param("784")
    public int visible;

    @Param("500")
    public int hidden;

    private Products products;
    private Rbm rbm;
    private RandomSource random;

    /** Allocates everything. */
    @Setup
    public void prepare() {
        products = new Products(chains, visible, hidden);
        random = new Seed(1).stream("annealing");
        rbm = Rbm.random(new Bernoulli(), new Bernoulli(), visible, hidden, 0.01, DataType.FLOAT, random);
    }

    @Benchmark
    public void products() {
        for (int beta = 0; beta < betas; beta++) {
            products.upAndDown();
        }
    }

    @Benchmark
    public Estimate work() {
        return new AnnealedImportanceSampling(betas, chains)
                .logPartition(rbm, AnnealingStart.at(new BaseRate(rbm.visibleBias())), random);
    }
}
