namespace Virtuos.Records.Packages;

/// <summary>What <c>mets:file</c> says of a component file, compared with the file (annex 2, point 1.15).</summary>
internal static class FileRules
{
    public static readonly Checks Checks = new()
    {
        ["obs46"] = sip => sip.Files.Where(f => !sip.Names("obs46", f["CHECKSUMTYPE"])).Select(f => f.Differs("CHECKSUMTYPE", f["CHECKSUMTYPE"], "SHA-256 / SHA-512")),
        ["obs49"] = sip => sip.Files.Where(f => string.IsNullOrWhiteSpace(f["CREATED"])).Select(f => f.Lacks("CREATED")),
        ["kom1"] = sip => sip.Files.SelectMany(f => Size(sip, f)),
        ["kom2"] = sip => sip.Files.SelectMany(f => Digest(sip, f)),
    };

    private static IEnumerable<Fault> Size(Sip sip, Node file)
    {
        if (string.IsNullOrWhiteSpace(file["SIZE"])) yield return file.Lacks("SIZE");
        else if (sip.ContentOf(file) is { } content && !(long.TryParse(file["SIZE"], out var size) && size == content.Size)) yield return file.Differs("SIZE", file["SIZE"], $"{content.Size}");
    }

    private static IEnumerable<Fault> Digest(Sip sip, Node file)
    {
        if (string.IsNullOrWhiteSpace(file["CHECKSUM"])) yield return file.Lacks("CHECKSUM");
        else if (file.First("mets:FLocat")["xlink:href"] is { } reference && sip.Target(reference) is null) yield return file.Faulty("no-file", ("name", reference));
        else if (sip.ContentOf(file) is { } content && content.Digests.GetValueOrDefault(file["CHECKSUMTYPE"] ?? "") is var digest && !file["CHECKSUM"]!.Trim().Equals(digest, StringComparison.OrdinalIgnoreCase))
            yield return digest is null ? file.Faulty("no-digest", ("found", file["CHECKSUMTYPE"] ?? "-")) : file.Differs("CHECKSUM", file["CHECKSUM"], digest);
    }
}
