package io.dbn4j.rg.scheme;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The tensor renormalization group of the square lattice, for log Z per site of the Ising model.
 *
 * <pre>
 *   Z = trace over all bonds of a product of tensors T[up, right, down, left], at first one for each site:
 *       T = sum_s W[s, up] W[s, right] W[s, down] W[s, left],    W = (sqrt cosh K,  s sqrt sinh K)
 *   step: T is split by singular values along one diagonal on black sites and along the other on white ones, at most chi of
 *         them are kept; four halves around a plaquette become the tensor of a lattice with half as many sites
 *   log Z / N = sum over steps n of 2^-n log c_n,      c_n = largest element of T, which is divided out before step n
 * </pre>
 *
 * <p>The constants sum to the whole free energy. Cutting singular values is the only approximation; the sign of its
 * error is not known beforehand.
 *
 * @param bondDimension chi, at least 2; the cost grows as its sixth power
 * @param steps number of steps, each of which halves the number of sites; 30 steps reach the infinite lattice to nine
 *     digits
 */
@Reference(
        authors = "M. Levin, C. P. Nave",
        title = "Tensor renormalization group approach to two-dimensional classical lattice models",
        venue = "Physical Review Letters 99",
        year = 2007,
        url = "https://doi.org/10.1103/PhysRevLett.99.120601")
public record TensorRenormalizationGroup(int bondDimension, int steps) {

    /** Share of the largest singular value below which singular values are rounding errors. */
    private static final double NEGLIGIBLE = 1e-14;

    public TensorRenormalizationGroup {
        Check.atLeast(2, bondDimension, "bondDimension");
        Check.atLeast(1, steps, "steps");
    }

    /** The two factors of a matrix, each {@code [leg, leg, new leg]}. */
    private record Halves(INDArray rows, INDArray columns) {}

    /**
     * Returns log Z per site, in nats.
     *
     * @param coupling K, positive
     */
    public double logPartition(double coupling) {
        INDArray tensor = site(Check.positive(coupling, "coupling"));
        double sum = 0;
        double sites = 1;
        for (int step = 0; step < steps; step++) {
            double largest = Transforms.abs(tensor, true).maxNumber().doubleValue();
            tensor = coarser(tensor.div(largest));
            sum += Math.log(largest) / sites;
            sites *= 2;
        }
        long vertical = tensor.size(0);
        long horizontal = tensor.size(1);
        double trace = matrix(tensor, vertical * horizontal)
                .mul(Nd4j.eye(vertical * horizontal).castTo(DataType.DOUBLE))
                .sumNumber()
                .doubleValue();
        return sum + Math.log(trace) / sites;
    }

    private static INDArray site(double coupling) {
        double even = Math.sqrt(Math.cosh(coupling));
        double odd = Math.sqrt(Math.sinh(coupling));
        INDArray tensor = Nd4j.zeros(DataType.DOUBLE, 2, 2, 2, 2);
        for (int bonds = 0; bonds < 16; bonds++) {
            int ones = Integer.bitCount(bonds);
            if (ones % 2 == 0) {
                int[] index = {bonds >> 3, bonds >> 2 & 1, bonds >> 1 & 1, bonds & 1};
                tensor.putScalar(index, 2 * Math.pow(even, 4 - ones) * Math.pow(odd, ones));
            }
        }
        return tensor;
    }

    /**
     * Contracts four halves around a plaquette over the bonds x (top), y (left), z (right) and w (bottom):
     *
     * <pre>
     *   T'[a, b, c, d] = sum Q[x, y, a] V[z, x, b] P[w, z, c] R[y, w, d]
     * </pre>
     */
    private INDArray coarser(INDArray tensor) {
        Halves black = split(tensor.permute(3, 0, 1, 2)); // (left, up), (right, down)
        Halves white = split(tensor.permute(0, 1, 2, 3)); // (up, right), (down, left)
        INDArray top = joined(black.columns.permute(1, 2, 0), white.columns.permute(1, 0, 2)); // [y, a, z, b]
        INDArray bottom = joined(black.rows.permute(1, 2, 0), white.rows.permute(1, 0, 2)); // [z, c, y, d]
        long a = top.size(1);
        long b = top.size(3);
        INDArray inner = matrix(top.permute(1, 3, 0, 2), a * b)
                .mmul(matrix(bottom.permute(2, 0, 1, 3), top.size(0) * top.size(2)));
        return inner.dup('c').reshape('c', a, b, bottom.size(1), bottom.size(3));
    }

    /** Returns {@code sum_x left[i, j, x] right[x, k, l]}. */
    private static INDArray joined(INDArray left, INDArray right) {
        INDArray product = matrix(left, left.size(0) * left.size(1)).mmul(matrix(right, right.size(0)));
        return product.dup('c').reshape('c', left.size(0), left.size(1), right.size(1), right.size(2));
    }

    /** Splits a tensor as a matrix whose rows are the first two legs and whose columns are the others. */
    private Halves split(INDArray tensor) {
        long rows = tensor.size(0) * tensor.size(1);
        long columns = tensor.size(2) * tensor.size(3);
        INDArray values = Nd4j.create(DataType.DOUBLE, Math.min(rows, columns));
        INDArray left = Nd4j.create(DataType.DOUBLE, new long[] {rows, rows}, 'f');
        INDArray right = Nd4j.create(DataType.DOUBLE, new long[] {columns, columns}, 'f'); // transposed
        Nd4j.getBlasWrapper().lapack().gesvd(matrix(tensor, rows).dup('f'), values, left, right);
        int kept = 0;
        while (kept < Math.min(bondDimension, values.length())
                && values.getDouble(kept) > NEGLIGIBLE * values.getDouble(0)) {
            kept++;
        }
        INDArray roots = Transforms.sqrt(values.get(NDArrayIndex.interval(0, kept)), true);
        return new Halves(
                half(left, roots, tensor.size(0), tensor.size(1)),
                half(right.transpose(), roots, tensor.size(2), tensor.size(3)));
    }

    /** Returns the first singular vectors, which are columns, times the square roots of their singular values. */
    private static INDArray half(INDArray vectors, INDArray roots, long first, long second) {
        INDArray scaled = vectors.get(NDArrayIndex.all(), NDArrayIndex.interval(0, roots.length()))
                .mulRowVector(roots);
        return scaled.dup('c').reshape('c', first, second, roots.length());
    }

    private static INDArray matrix(INDArray tensor, long rows) {
        return tensor.dup('c').reshape('c', rows, tensor.length() / rows);
    }
}
