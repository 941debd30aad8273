// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.HptLease;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.htab.HtabRecord;
import org.savevm4j.htab.RecordTarget;
import org.savevm4j.stream.BigEndian;
import org.savevm4j.stream.Budget;

/** Both sides come to the same digest if they hold the same, and to another one if not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TableDigestTest {

  private static final int SHIFT = 20;
  private static final int SLOTS = 1 << (SHIFT - 4);
  private static final long ENTRY = 0x11;

  private final InProcessGuest guest = InProcessGuest.withTableInHand(SHIFT);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isThatOfTheTableHoweverItWasTold(long seed) throws IOException {
    Random random = new Random(seed);
    change(random, 20_000);
    try (HtabSource source = guest.backend().open()) {
      source.keepDigest();
      Filled filled = new Filled(guest.backend());
      for (int turn = 0; turn < 30; turn++) {
        source.emit(filled, new Budget(filled.position() + 1 + random.nextInt(40_000), 0));
        change(random, random.nextInt(400));
      }
      source.emitRest(filled);
      long plain = plainDigest(guest.bytes());
      assertNotEquals(0, plain);
      assertEquals(OptionalLong.of(plain), source.digest());
      assertEquals(OptionalLong.of(plain), filled.stage.digest());
    }
  }

  @Test
  void isThatOfTheTableAfterAGuestRacedTheLaps() throws Exception {
    change(new Random(7), 10_000);
    for (int round = 0; round < 20; round++) {
      AtomicBoolean stop = new AtomicBoolean();
      Random random = new Random(round);
      Thread vcpu =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      change(random, 1);
                    }
                  });
      try (HtabSource source = guest.backend().open()) {
        source.keepDigest();
        Filled filled = new Filled(guest.backend());
        for (int lap = 0; lap < 5; lap++) {
          source.emit(filled, Budget.unlimited());
        }
        stop.set(true);
        vcpu.join();
        source.emitRest(filled);
        assertEquals(OptionalLong.of(plainDigest(guest.bytes())), source.digest());
        assertEquals(source.digest(), filled.stage.digest());
      } finally {
        stop.set(true);
        vcpu.join();
      }
    }
  }

  @Test
  void differsWhereARecordIsLeftOut() throws IOException {
    change(new Random(5), 20_000);
    try (HtabSource source = guest.backend().open()) {
      source.keepDigest();
      Filled filled = new Filled(guest.backend());
      filled.leavesOut = 17;
      source.emitRest(filled);
      assertTrue(filled.records > filled.leavesOut);
      assertNotEquals(source.digest(), filled.stage.digest());
    }
  }

  @Test
  void differsWhereAnyBitOfAnEntryDoesExceptTheHosts() throws IOException {
    long entry = 0x123456789abcdefL & ~Hpte.V_HOST | Hpte.V_VALID;
    long right = digestOf(entry, 0x7196);
    for (int bit = 0; bit < Long.SIZE; bit++) {
      boolean host = (Hpte.V_HOST >>> bit & 1) != 0;
      assertEquals(host, right == digestOf(entry ^ 1L << bit, 0x7196), "bit " + bit);
      assertNotEquals(right, digestOf(entry, 0x7196 ^ 1L << bit), "bit " + bit);
    }
  }

  @Test
  void readsABlockWhenRecordsHaveGoneOnToAnother() {
    try (HptLease lease = guest.lease()) {
      TableDigest digest = new TableDigest(Objects.requireNonNull(lease.table()));
      guest.store(0, ENTRY, 0x1196);
      guest.store(64, ENTRY, 0x2196);
      digest.told(0, 1, 0);
      guest.store(63, ENTRY, 0x3196);
      digest.told(64, 1, 0);
      assertEquals(plainDigest(guest.bytes()), digest.value());
      guest.store(0, 0, 0);
      digest.told(0, 0, 1);
      guest.store(1, ENTRY, 0x4196);
      assertEquals(plainDigest(guest.bytes()), digest.value());
    }
  }

  @Test
  void isThatOfAnEmptyTableWhenAllIsGone() throws IOException {
    change(new Random(6), 20_000);
    try (HtabSource source = guest.backend().open()) {
      source.keepDigest();
      Filled filled = new Filled(guest.backend());
      source.emitRest(filled);
      assertNotEquals(OptionalLong.of(0), source.digest());
      for (int slot = 0; slot < SLOTS; slot++) {
        guest.store(slot, 0, 0);
      }
      source.emitRest(filled);
      assertEquals(OptionalLong.of(0), source.digest());
      assertEquals(OptionalLong.of(0), filled.stage.digest());
    }
  }

  @Test
  void isNoneBehindAChannelAndWhereNobodyAskedForIt() throws IOException {
    try (HtabSource source = guest.backend().open()) {
      assertEquals(OptionalLong.empty(), source.digest());
    }
    HtabBackend channels = InProcessGuest.behindChannels(SHIFT).backend();
    HtabStage stage = channels.stage(new HptGeometry(SHIFT));
    try (HtabSource source = channels.open()) {
      source.keepDigest();
      stage.keepDigest();
      assertEquals(OptionalLong.empty(), source.digest());
      assertEquals(OptionalLong.empty(), stage.digest());
    } finally {
      stage.discard();
    }
  }

  private long digestOf(long dword0, long dword1) throws IOException {
    HtabStage stage = guest.backend().stage(new HptGeometry(SHIFT));
    stage.keepDigest();
    stage.apply(
        new HtabRecord(77, 1, 0),
        0,
        (target, to, length) -> {
          target.set(BigEndian.BE64, to, dword0);
          target.set(BigEndian.BE64, to + Hpte.DWORD1, dword1);
        });
    return stage.digest().getAsLong();
  }

  /** Stores and removes entries, in runs and alone. */
  private void change(Random random, int times) {
    for (int i = 0; i < times; i++) {
      int slot = random.nextInt(SLOTS);
      if (random.nextInt(3) == 0) {
        guest.store(slot, 0, 0);
      } else {
        guest.store(slot, random.nextLong() & ~Hpte.V_HOST | ENTRY, random.nextLong());
      }
    }
  }

  /** The digest by its definition, over the whole table. */
  private static long plainDigest(byte[] table) {
    ByteBuffer entries = ByteBuffer.wrap(table);
    long sum = 0;
    for (long slot = 0; entries.hasRemaining(); slot++) {
      long d = entries.getLong();
      long e = entries.getLong();
      if ((d & 1) != 0) {
        long x = (d & ~0x60L ^ slot * 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        x ^= x >>> 32;
        x = (x + e) * 0x94d049bb133111ebL;
        x ^= x >>> 29;
        x *= 0xbf58476d1ce4e5b9L;
        sum += x ^ x >>> 32;
      }
    }
    return sum;
  }

  /** A table that records fill as they are told. */
  private static final class Filled implements RecordTarget {

    final HtabStage stage;
    long leavesOut = -1;
    long records;
    private long position;

    Filled(HtabBackend backend) throws IOException {
      stage = backend.stage(new HptGeometry(SHIFT));
      stage.keepDigest();
    }

    @Override
    public void put(MemorySegment from, long begin, long bytes) throws IOException {
      for (long at = begin; at < begin + bytes; ) {
        long next =
            at
                + HtabRecord.HEADER_BYTES
                + ((from.get(BigEndian.BE64, at) >>> 16 & 0xffff) * HtabRecord.ENTRY_BYTES);
        if (records++ != leavesOut) {
          assertEquals(next - at, stage.applyAll(from, at, next, position, false));
        }
        at = next;
      }
      position += bytes;
    }

    @Override
    public long position() {
      return position;
    }
  }
}
