package io.dbn4j.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TilesTest {

    private static BufferedImage decoded(Tiles tiles, int index) throws IOException {
        String source = tiles.tiles().get(index).source();
        assertThat(source).startsWith("data:image/png;base64,");
        return ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1))));
    }

    @Test
    void filtersAreTransparentAtZeroAndColoredBySign() throws IOException {
        INDArray weights = Nd4j.create(new double[][] {{2, -2, 0}, {1, 0, 0}});

        Tiles tiles = Tiles.signed("filters", weights, 1, 3);

        assertThat(decoded(tiles, 0).getRGB(0, 0)).isEqualTo(0xffd9552c);
        assertThat(decoded(tiles, 0).getRGB(1, 0)).isEqualTo(0xff3d7be0);
        assertThat(decoded(tiles, 0).getRGB(2, 0) >>> 24).isZero();
        assertThat(decoded(tiles, 1).getRGB(0, 0) >>> 24).isEqualTo(128);
    }

    @Test
    void samplesAreBlackOnWhiteInRowOrder() throws IOException {
        INDArray images = Nd4j.create(new double[][] {{0, 1, 0.2, 0, 0, 0}});

        BufferedImage image = decoded(Tiles.gray("samples", images, 2, 3, List.of("one")), 0);

        assertThat(image.getWidth()).isEqualTo(3);
        assertThat(image.getRaster().getSample(0, 0, 0)).isEqualTo(255);
        assertThat(image.getRaster().getSample(1, 0, 0)).isEqualTo(0);
        assertThat(image.getRaster().getSample(2, 0, 0)).isEqualTo(204);
    }

    @Test
    void imagesOfAnotherSizeAndMissingCaptionsAreRefused() {
        INDArray images = Nd4j.zeros(2, 6);

        assertThatThrownBy(() -> Tiles.signed("filters", images, 2, 2))
                .hasMessage("images must have shape [batch, 4], was [2, 6]");
        assertThatThrownBy(() -> Tiles.gray("samples", images, 2, 3, List.of("one")))
                .hasMessage("number of captions must be 0 or 2, was 1");
    }
}
