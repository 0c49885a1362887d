package io.dbn4j.core.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random changes of files: flipped bits, other bytes, cuts, appendages, pieces of another file. */
public final class Mutation {

    private Mutation() {}

    /**
     * The bytes with one to three changes.
     *
     * @param other what pieces may come from
     */
    public static byte[] of(byte[] sound, byte[] other, SplittableRandom random) {
        byte[] bytes = sound;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes, other, random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, byte[] other, SplittableRandom random) {
        if (bytes.length == 0) {
            return other;
        }
        byte[] changed = bytes.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) random.nextInt(256);
            case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0xff : 0x00);
            case 3 -> changed[at] = (byte) "0123456789,.-eE'(){}\n ".charAt(random.nextInt(22));
            case 4 -> changed = Arrays.copyOf(bytes, at);
            case 5 -> changed = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
            default -> {
                int length = Math.min(random.nextInt(64), Math.min(other.length, bytes.length - at));
                System.arraycopy(other, random.nextInt(other.length - length + 1), changed, at, length);
            }
        }
        return changed;
    }
}
