package io.dbn4j.mnist.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of IDX files: two classes, images of 4 x 4 pixels with a bar on the left or right, one pixel in ten flipped.
 */
final class TinyImages {

    private static final int SIDE = 4;

    private TinyImages() {}

    static Path writeTo(Path folder) throws IOException {
        write(folder, "train", 400);
        write(folder, "t10k", 100);
        return folder;
    }

    private static void write(Path folder, String part, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
        images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int image = 0; image < count; image++) {
            int label = image % 2;
            labels.put((byte) label);
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                boolean bar = pixel % SIDE / 2 == label;
                boolean wrong = (image * 31 + pixel * 17) % 10 == 0;
                images.put((byte) (bar == wrong ? 20 : 230));
            }
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
