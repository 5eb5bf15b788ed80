namespace Virtuos.Records.Packages;

/// <summary>The root of <c>mets.xml</c> and the parts that it must have (annex 2 of the standard, points 1.1, 1.2, 1.6, 1.9, 1.13, 1.14, 1.17).</summary>
internal static class MetsRules
{
    public const string ForDisposal = "Datový balíček pro provedení skartačního řízení";
    public const string ForHandOver = "Datový balíček pro předávání dokumentů a jejich metadat do archivu";

    public const string SchemaLocation =
        "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd http://www.mvcr.cz/nsesss/v4 https://www.mvcr.cz/nsesss/v4/nsesss.xsd http://www.mvcr.cz/nsesss/2023/log https://www.mvcr.cz/nsesss/v4/nsesss-TrP.xsd";

    private static readonly char[] Space = [' ', '\t', '\r', '\n'];

    public static readonly Checks Checks = new()
    {
        ["ns2"] = sip => Collapsed(sip.Root["xsi:schemaLocation"]) == SchemaLocation ? [] : [sip.Root.Differs("xsi:schemaLocation", sip.Root["xsi:schemaLocation"], SchemaLocation)],
        ["obs1"] = sip => string.IsNullOrWhiteSpace(sip.Root["OBJID"]) ? [sip.Root.Lacks("OBJID")] : [],
        ["obs2"] = sip => sip.Root["LABEL"] is ForDisposal or ForHandOver ? [] : [sip.Root.Differs("LABEL", sip.Root["LABEL"], $"{ForDisposal} / {ForHandOver}")],
        ["obs3"] = sip => sip.Root["LABEL"] is ForHandOver ? [] : [sip.Root.Differs("LABEL", sip.Root["LABEL"], ForHandOver)],
        ["obs10"] = sip => sip.Header.Exists ? [] : [sip.Root.Lacks("mets:metsHdr")],
        ["obs11"] = sip => Once(sip.Root, "mets:dmdSec"),
        ["obs12"] = sip => sip.Root.First("mets:amdSec").Exists ? [] : [sip.Root.Lacks("mets:amdSec")],
        ["obs13"] = sip => Once(sip.Root, "mets:structMap"),
        ["obs40"] = sip => sip.Of(EntityKind.Document).Any(d => d.IsDigital) ? Once(sip.Root, "mets:fileSec") : [],
        ["obs43a"] = sip => sip.Tree.All("mets:fileSec").SelectMany(s => Once(s, "mets:fileGrp")),
    };

    /// <summary>A fault when a child is not there exactly once.</summary>
    public static IEnumerable<Fault> Once(Node node, string child) => node.All(child).Count() is var count && count != 1 ? [node.Times(child, count, "1")] : [];

    private static string Collapsed(string? text) => string.Join(' ', (text ?? "").Split(Space, StringSplitOptions.RemoveEmptyEntries));
}
