// SPDX-License-Identifier: Apache-2.0
/**
 * How fast a table is saved, loaded and marked, next to a plain loop in C over the same memory.
 *
 * <p>{@link org.savevm4j.harness.tablebench.TableBench} names the benchmarks. Each is run by {@link
 * org.savevm4j.harness.tablebench.Forks} in several JVMs one after another, since what the JVM
 * compiles differs between runs; each fork tells its rounds as rows ({@code Row}, {@code
 * ForkReport}), and {@link org.savevm4j.harness.tablebench.TableBenchResult} puts them together.
 *
 * <p>{@code plain.c}, a resource, looks at each entry as QEMU does. {@link
 * org.savevm4j.harness.tablebench.PlainLibrary} compiles it when a benchmark starts; {@code PlainC}
 * calls it. In each round C goes first and ours second, on the same table. {@code Pattern} fills
 * the table.
 *
 * <p>Times are CPU times of the thread that works: waiting for a core does not count. The table is
 * in a {@link org.savevm4j.harness.memory.SparseArena}, as a machine's is, all its pages there.
 */
package org.savevm4j.harness.tablebench;
