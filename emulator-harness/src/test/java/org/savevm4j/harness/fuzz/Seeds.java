// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.savevm4j.harness.board.FuzzedMachine;

/**
 * What a fuzzer begins with, in a folder for each target: all named streams for those that take
 * whole ones, and for each of the others some input that goes deep.
 */
final class Seeds {

  private static final List<String> OF_STREAMS =
      List.of("MachineTable", "MachineChannel", "Analyze", "Inspect", "Frame");
  private static final List<String> OF_TABLES =
      List.of("HtabTable", "HtabChannel", "PackedTable", "PackedChannel");

  private static final String ENTRY = "0000000000000011 0000000000001196";
  private static final String END_MARKER = "0000000000000000";
  private static final String END_OF_RAM = "0000000000000010";
  private static final String BLOCK = "0d 7070635f73706170722e72616d";

  private final Path folder;

  private Seeds(Path folder) {
    this.folder = folder;
  }

  /** Writes them below the folder that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    new Seeds(Path.of(arguments[0])).write();
  }

  private void write() throws IOException {
    for (String target : OF_STREAMS) {
      for (NamedStream stream : NamedStreams.all()) {
        put(target, stream.name(), stream.bytes());
      }
      put(target, "whole", FuzzedMachine.sample());
    }
    for (String target : OF_TABLES) {
      put(target, "shifts", "00000012 00000013 ffffffff 00000012");
    }
    String records =
        "00000005 0002 0001" + ENTRY + ENTRY + "00000009 0001 0000" + ENTRY + "00000004 0000 ffff";
    for (String target : List.of("HtabTable", "HtabChannel")) {
      put(target, "records", "00000012 00000000" + records + END_MARKER + "00000000" + END_MARKER);
    }
    for (String target : List.of("PackedTable", "PackedChannel")) {
      String block = PackedDefects.storedBlock("00000005 0002 0001" + ENTRY + ENTRY);
      put(target, "stored", "00000012 00000000" + block + END_MARKER + "00000000" + END_MARKER);
    }
    String header = "00000005 0001 0000";
    put("Block", "stored", PackedDefects.storedBlock(header + ENTRY) + END_MARKER);
    put("Block", "columns", "01000020 00000000 00000018 00000001" + header + ENTRY + END_MARKER);
    put("Block", "planes", "02000020 00000000 00000018 00000001" + header + ENTRY + END_MARKER);
    String list = "0000000000010004" + BLOCK + "0000000000010000" + END_OF_RAM;
    String page = "0000000000001008" + BLOCK + "ab".repeat(4096);
    put("Ram", "list", list + END_OF_RAM);
    put("Ram", "pages", list + page + "0000000000001022 00" + END_OF_RAM);
    put("Ram", "changes", list + page + "0000000000001060 01 0004 05 02 abcd" + END_OF_RAM);
    device("{\"name\":\"env.msr\",\"size\":8}", "", 8);
    device(
        "{\"name\":\"a\",\"array_len\":4,\"struct\":{\"fields\":[{\"name\":\"b\",\"size\":2}]}}",
        "{\"vmsd_name\":\"cpu/slb\",\"version\":1,\"fields\":[{\"name\":\"c\",\"size\":1}]}",
        8);
  }

  private void device(String fields, String subsections, int bytes) throws IOException {
    StreamMaker tail =
        StreamMaker.empty()
            .hex("a5".repeat(bytes))
            .hex(subsections.isEmpty() ? "" : "05 07 6370752f736c62 00000001 77")
            .footer(9)
            .end(
                "{\"devices\":[{\"name\":\"cpu\",\"instance_id\":0,\"fields\":["
                    + fields
                    + "],\"subsections\":["
                    + subsections
                    + "]}]}");
    put("Vmdesc", "device-" + tail.size(), tail.toBytes());
  }

  private void put(String target, String name, String digits) throws IOException {
    put(target, name, StreamMaker.empty().hex(digits).toBytes());
  }

  private void put(String target, String name, byte[] bytes) throws IOException {
    Path of = Files.createDirectories(folder.resolve(target));
    Files.write(of.resolve(name), bytes);
  }
}
