package io.dbn4j.rg.broken;

import io.dbn4j.rg.montecarlo.SpinUpdate;

/** An algorithm that names no source. */
public abstract class Sourceless implements SpinUpdate {}
