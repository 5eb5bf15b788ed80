namespace Virtuos.Testing.PdfA;

/// <summary>Clause 6.8: embedded files are named, described and related.</summary>
internal static class AttachmentRules
{
    private static readonly HashSet<string> Relations = ["Source", "Data", "Alternative", "Supplement", "Unspecified", "EncryptedPayload"];

    public static void Check(PdfACheck check)
    {
        var file = check.File;
        var names = file.Dictionary(file.Dictionary(file.Catalog["Names"])?["EmbeddedFiles"]);
        var pairs = file.Array(names?["Names"]);
        var associated = file.Array(file.Catalog["AF"]).OfType<PdfReference>().Select(reference => reference.Number).ToHashSet();
        check.Require(pairs.Count == 2 * associated.Count, "6.8: the list AF and the names differ");
        byte[]? previous = null;
        for (var i = 0; i + 1 < pairs.Count; i += 2)
        {
            var key = ((PdfWord)pairs[i]).Bytes;
            check.Require(previous is null || previous.AsSpan().SequenceCompareTo(key) < 0, "The names of files are not in order");
            previous = key;
            var reference = (PdfReference)pairs[i + 1];
            var specification = file.Dictionary(reference)!;
            var name = file.Text(specification["UF"]);
            check.Require(associated.Contains(reference.Number), $"6.8 {name}: not in AF");
            check.Require(file.Name(specification["Type"]) == "Filespec", $"6.8 {name}: the type");
            check.Require(!string.IsNullOrEmpty(name) && file.Text(specification["F"]) == name, $"6.8 {name}: F and UF");
            check.Require(Relations.Contains(file.Name(specification["AFRelationship"]) ?? ""), $"6.8 {name}: AFRelationship");
            check.Require(!string.IsNullOrEmpty(file.Text(specification["Desc"])), $"6.8 {name}: Desc");
            var embedded = file.Dictionary(specification["EF"]);
            if (file.Follow(embedded?["F"]) is not PdfStream stream)
            {
                check.Findings.Add($"6.8 {name}: nothing is embedded");
                continue;
            }
            check.Require(embedded!["F"] == embedded["UF"], $"6.8 {name}: EF");
            check.Require(file.Name(stream["Type"]) == "EmbeddedFile", $"6.8 {name}: the type of the stream");
            check.Require(file.Name(stream["Subtype"])?.Split('/').Length == 2, $"6.8 {name}: Subtype is no MIME type");
            var facts = file.Dictionary(stream["Params"]);
            check.Require(facts?.Has("ModDate") == true, $"6.8 {name}: ModDate");
            check.Require(file.Number(facts?["Size"]) == file.Data(stream).Length, $"6.8 {name}: Size");
        }
    }
}
