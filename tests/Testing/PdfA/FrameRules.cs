using System.Text;

namespace Virtuos.Testing.PdfA;

/// <summary>Clauses 6.1 and 6.2: file structure, colours, forbidden things anywhere in the file.</summary>
internal static class FrameRules
{
    private static readonly string[] ForbiddenInCatalog = ["OCProperties", "AA", "Requirements", "Collection", "NeedsRendering", "Perms"];
    private static readonly HashSet<string> AllowedActions = ["URI", "GoTo"];

    public static void Check(PdfACheck check)
    {
        var file = check.File;
        var start = file.Bytes.AsSpan(0, Math.Min(32, file.Bytes.Length));
        check.Require(start.StartsWith("%PDF-1.7\n%"u8), "6.1.2: the header is not %PDF-1.7 and a comment");
        check.Require(start.Length > 14 && start[10..14].IndexOfAnyInRange((byte)0, (byte)127) < 0, "6.1.2: the comment has no four bytes above 127");
        check.Require(!file.Trailer.Has("Encrypt"), "6.1.3: the file is encrypted");
        check.Require(file.Array(file.Trailer["ID"]) is [PdfWord { Bytes.Length: >= 16 }, PdfWord], "6.1.3: the file has no ID");
        foreach (var (number, offset) in file.Plain)
        {
            var line = Encoding.Latin1.GetString(file.Bytes, offset, Math.Min(24, file.Bytes.Length - offset));
            check.Require(line.StartsWith($"{number} 0 obj\n", StringComparison.Ordinal), $"6.1.9: object {number} does not begin as it should");
            check.Require(offset == 0 || file.Bytes[offset - 1] == '\n', $"6.1.9: object {number} does not begin on a line");
        }
        foreach (var key in ForbiddenInCatalog)
            check.Require(!file.Catalog.Has(key), $"The catalogue has {key}");
        check.Require(!file.Catalog.Has("OpenAction") || file.Follow(file.Catalog["OpenAction"]) is PdfArray, "6.5.1: the file acts when opened");
        var names = file.Dictionary(file.Catalog["Names"]);
        check.Require(names is null || !(names.Has("JavaScript") || names.Has("AlternatePresentations")), "6.5.1: the file has scripts");
        foreach (var number in file.Numbers)
        {
            if (file.Find(number) is { } value)
                Look(check, number, value);
        }
        Colours(check);
        foreach (var (number, page) in check.Pages)
        {
            check.Require(!page.Has("AA"), $"6.5.2: page {number} has additional actions");
            check.Require(!page.Has("Group"), $"6.2.10: page {number} has a transparency group");
            var box = file.Array(page["MediaBox"]).Select(edge => file.Number(edge) ?? 0).ToArray();
            check.Require(box.Length == 4 && box[2] - box[0] is >= 3 and <= 14400 && box[3] - box[1] is >= 3 and <= 14400, "6.1.13: the size of a page");
            var resources = file.Dictionary(page["Resources"]);
            check.Require(resources is not null, $"6.2.2: page {number} has no resources of its own");
            foreach (var kind in new[] { "ExtGState", "ColorSpace", "Pattern", "Shading", "XObject" })
                check.Require(resources?.Has(kind) != true, $"Page {number} uses {kind}, which is not expected");
        }
    }

    private static void Look(PdfACheck check, int number, PdfValue value)
    {
        switch (value)
        {
            case PdfDictionary dictionary:
                if (dictionary is PdfStream stream)
                {
                    check.Require(!(stream.Has("F") || stream.Has("FFilter") || stream.Has("FDecodeParms")), $"6.1.7.1: stream {number} is outside of the file");
                    check.Require(check.File.Name(stream["Filter"]) is null or "FlateDecode", $"6.1.7.2: the filter of stream {number}");
                    _ = check.File.Data(stream);
                }
                if (dictionary["S"] is PdfName action && (dictionary.Has("URI") || dictionary.Has("D") || dictionary.Has("JS")))
                    check.Require(AllowedActions.Contains(action.Value), $"6.5.1: action {action.Value}");
                check.Require(!dictionary.Has("SMask") && !dictionary.Has("JS"), $"Object {number} has a soft mask or a script");
                check.Require(dictionary.Entries.Keys.All(key => Encoding.UTF8.GetByteCount(key) <= 127), $"6.1.13: a long name in {number}");
                foreach (var entry in dictionary.Entries.Values)
                    Look(check, number, entry);
                break;
            case PdfArray array:
                foreach (var item in array.Items)
                    Look(check, number, item);
                break;
            case PdfWord word:
                check.Require(word.Bytes.Length <= 32767, $"6.1.13: a string of {word.Bytes.Length} bytes in {number}");
                break;
            case PdfNumber real:
                check.Require(Math.Abs(real.Value) <= 9_999_999_999, $"6.1.13: a large number in {number}");
                break;
            case PdfReference reference:
                check.Require(check.File.Find(reference.Number) is not null, $"Object {number} points to {reference.Number}, which is not there");
                break;
        }
    }

    private static void Colours(PdfACheck check)
    {
        var file = check.File;
        var intents = file.Array(file.Catalog["OutputIntents"]).Select(file.Dictionary).OfType<PdfDictionary>().ToList();
        check.Require(intents.Count == 1 && file.Name(intents[0]["S"]) == "GTS_PDFA1", "6.2.3: there is no single output intent GTS_PDFA1");
        if (intents.Count == 0 || file.Follow(intents[0]["DestOutputProfile"]) is not PdfStream profile)
        {
            check.Findings.Add("6.2.3: the output intent has no profile");
            return;
        }
        var data = file.Data(profile);
        check.Require(file.Text(intents[0]["OutputConditionIdentifier"]) is { Length: > 0 }, "6.2.3: the output condition has no name");
        check.Require(file.Number(profile["N"]) == 3, "6.2.3: the profile is not of three parts");
        check.Require(data.Length > 132 && System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(data) == data.Length, "6.2.3: the profile has a wrong length");
        check.Require(Encoding.ASCII.GetString(data, 12, 8) == "mntrRGB " && Encoding.ASCII.GetString(data, 36, 4) == "acsp" && data[8] is 2 or 4, "6.2.3: the profile is not of an RGB monitor");
        var tags = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(128));
        var names = Enumerable.Range(0, tags).Select(tag => Encoding.ASCII.GetString(data, 132 + 12 * tag, 4)).ToHashSet();
        check.Require(names.IsSupersetOf(["desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"]), "6.2.3: the profile lacks required tags");
        for (var tag = 0; tag < tags; tag++)
        {
            var place = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(136 + 12 * tag));
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(140 + 12 * tag));
            check.Require(place >= 132 + 12 * tags && place % 4 == 0 && place + length <= data.Length, "6.2.3: a tag of the profile lies elsewhere");
        }
    }
}
