package io.dbn4j.rg.broken;

/** An algorithm that names no source. */
final class Sourceless implements Runnable {

    @Override
    public void run() {}
}
