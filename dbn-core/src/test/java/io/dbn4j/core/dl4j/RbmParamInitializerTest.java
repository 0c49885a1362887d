package io.dbn4j.core.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.units.DiagonalGaussian;
import java.util.List;
import org.junit.jupiter.api.Test;

class RbmParamInitializerTest {

    @Test
    void keysOfParametersAreTheInitialsOfTheirNames() {
        assertThat(RbmParamInitializer.keys(new DiagonalGaussian().parameterNames()))
                .containsExactly("vlv");
    }

    @Test
    void twoParametersMayNotHaveOneKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RbmParamInitializer.keys(List.of("log_variance", "lower_value")))
                .withMessage("parameter lower_value must have a unique key in DL4J, was vlv like log_variance;"
                        + " rename it with other initials");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RbmParamInitializer.keys(List.of("bound")))
                .withMessage("parameter bound must have a unique key in DL4J, was vb like visible biases;"
                        + " rename it with other initials");
    }
}
