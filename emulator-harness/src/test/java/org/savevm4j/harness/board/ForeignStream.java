// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.savevm4j.harness.mmu.HptHash;
import org.savevm4j.harness.mmu.PageSize;
import org.savevm4j.harness.mmu.SegmentSize;
import org.savevm4j.harness.mmu.Slb;
import org.savevm4j.hpt.HptGeometry;
import org.savevm4j.hpt.Hpte;
import org.savevm4j.qevm.Configuration;
import org.savevm4j.qevm.QevmWriter;
import org.savevm4j.qevm.RecordType;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateOutput;

/** What another emulator of a pseries would send: one page, one entry, and devices of its own. */
final class ForeignStream {

  static final long EA = 0xc000000000000000L;
  static final long RA = 0x20000;
  static final byte BYTE = 0x5a;
  static final int SHIFT = 18;

  /** A device that the stub does not have. */
  static final int CONTROLLER_BYTES = 300_000;

  /** Registers before the one that a translation needs. */
  private static final int CPU_BYTES = 40;

  private static final int PAGE_FLAG = 0x08;
  private static final int TOTAL_FLAG = 0x04;
  private static final int EOS = 0x10;
  private static final long MSR_DR = 0x10;
  private static final String RAM = "ppc_spapr.ram";
  private static final long VSID = 0x123456;

  private static final String VMDESC =
      """
      {"page_size":4096,"devices":[\
      {"name":"timer","instance_id":0,"vmsd_name":"timer","version":2,"fields":[\
      {"name":"cpu_ticks_offset","type":"int64","size":8},{"name":"unused","size":8},\
      {"name":"cpu_clock_offset","type":"int64","size":8}]},\
      {"name":"ics","instance_id":7,"vmsd_name":"ics","version":1,"fields":[\
      {"name":"irqs","array_len":%d,"type":"uint8","size":1}]},\
      {"name":"cpu","instance_id":0,"vmsd_name":"cpu","version":5,"fields":[\
      {"name":"other","type":"buffer","size":%d},{"name":"env.msr","type":"uint64","size":8}],\
      "subsections":[{"vmsd_name":"cpu/slb","version":1,"fields":[\
      {"name":"env.slb","array_len":2,"type":"struct","size":16,"struct":{"vmsd_name":"slbentry",\
      "version":1,"fields":[{"name":"esid","type":"uint64","size":8},\
      {"name":"vsid","type":"uint64","size":8}]}}]}]}]}\
      """
          .formatted(CONTROLLER_BYTES, CPU_BYTES);

  private ForeignStream() {}

  /** All of it; a cut of it is a source that dies. */
  static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StateOutput out = new StateOutput(Channels.newChannel(bytes));
    QevmWriter frame = new QevmWriter(out);
    frame.begin(Configuration.of("pseries-10.0"));
    ram(frame);
    table(frame);
    frame.beginSection(new SectionHeader(RecordType.FULL, 3, "timer", 0, 2));
    out.put(new byte[24]);
    frame.endSection();
    frame.beginSection(new SectionHeader(RecordType.FULL, 4, "ics", 7, 1));
    // looks like the end of the sections and a VMDESC, again and again
    byte[] trap = {0, 6, 0, 0, 0, 2, '{', '}'};
    for (int i = 0; i < CONTROLLER_BYTES; i++) {
      out.put8(i < 10 * trap.length ? trap[i % trap.length] : i);
    }
    frame.endSection();
    cpu(frame);
    frame.end(VMDESC.getBytes(StandardCharsets.UTF_8));
    out.flush();
    return bytes.toByteArray();
  }

  private static void ram(QevmWriter frame) throws IOException {
    StateOutput out = frame.out();
    frame.beginSection(new SectionHeader(RecordType.START, 1, "ram", 0, 4));
    out.putBe64(StubOptions.MEMORY | TOTAL_FLAG);
    out.putString8(RAM);
    out.putBe64(StubOptions.MEMORY);
    out.putBe64(EOS);
    frame.endSection();
    frame.beginSection(RecordType.END, 1);
    out.putBe64(RA | PAGE_FLAG);
    out.putString8(RAM);
    byte[] page = new byte[4096];
    Arrays.fill(page, BYTE);
    out.put(page);
    out.putBe64(EOS);
    frame.endSection();
  }

  private static void table(QevmWriter frame) throws IOException {
    StateOutput out = frame.out();
    frame.beginSection(new SectionHeader(RecordType.START, 2, "spapr/htab", 0, 1));
    out.putBe32(SHIFT);
    frame.endSection();
    frame.beginSection(RecordType.END, 2);
    out.putBe32(0);
    long hash = HptHash.primary(VSID, 0, 16, SegmentSize.MIB_256);
    out.putBe32((int) HptHash.firstSlot(hash, new HptGeometry(SHIFT)));
    out.putBe32(1 << 16);
    out.putBe64(
        HptHash.avpn(VSID, 0, 16, SegmentSize.MIB_256)
            | PageSize.BASE_64K.dword0Bits()
            | Hpte.V_VALID);
    out.putBe64(RA | PageSize.BASE_64K.dword1Bits());
    out.putBe64(0);
    frame.endSection();
  }

  private static void cpu(QevmWriter frame) throws IOException {
    StateOutput out = frame.out();
    frame.beginSection(new SectionHeader(RecordType.FULL, 5, "cpu", 0, 5));
    out.put(new byte[CPU_BYTES]);
    out.putBe64(MSR_DR);
    out.put8(RecordType.SUBSECTION.code());
    out.putString8("cpu/slb");
    out.putBe32(1);
    out.putBe64(0);
    out.putBe64(0);
    out.putBe64(Slb.esidWord(EA, SegmentSize.MIB_256));
    out.putBe64(Slb.vsidWord(VSID, SegmentSize.MIB_256, PageSize.BASE_64K, 0));
    frame.endSection();
  }
}
