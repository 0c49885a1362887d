package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ExactProductsTest {

    @Test
    void theBlasHereIsExact() {
        assertThat(ExactProducts.count(INDArray::mmul)).isEqualTo(12);
    }

    @Test
    void aBlasThatErrsInOneSumIsRefusedByShapePlaceAndAdvice() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ExactProducts.count((left, right) -> {
                    INDArray product = left.mmul(right);
                    return product.size(0) == 257 ? product.putScalar(200, 2, product.getDouble(200, 2) + 1) : product;
                }))
                .withMessageMatching(
                        "wrong BLAS product of \\[257, 64] and \\[64, 3] at row 200, column 2: must be (-?\\d+),"
                                + " was (-?\\d+\\.0); set OPENBLAS_CORETYPE to another kernel, such as HASWELL, and run ./dbn doctor again");
    }
}
