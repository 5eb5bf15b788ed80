namespace Virtuos.Packages;

/// <summary>What is there without Virtuos: <c>xmllint</c> with the official schema for the description and <c>sha256sum</c> for every file.</summary>
internal sealed class Tools
{
    private readonly string? xmllint;
    private readonly string schema;
    private readonly Dictionary<string, string> environment = [];

    /// <param name="xmllint">The program; looked for in the path when null, left out when there is none or no schema.</param>
    public Tools(string? xmllint, string? standards, string folder)
    {
        this.xmllint = standards is null ? null : xmllint ?? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, "xmllint")).FirstOrDefault(File.Exists);
        (schema, Said) = (Path.Combine(folder, "all.xsd"), this.xmllint is null ? "`sha256sum` alone (no `xmllint` here)" : "`xmllint --schema` and `sha256sum`");
        if (standards is null) return;
        string Find(string name) => System.IO.Directory.EnumerateFiles(standards, name, SearchOption.AllDirectories).Where(f => !f.Contains("2017", StringComparison.Ordinal) && !f.Contains("v1.11", StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
        File.WriteAllText(schema, $"""
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
            <xs:import namespace="http://www.loc.gov/METS/" schemaLocation="{Find("mets.xsd")}"/>
            <xs:import namespace="http://www.mvcr.cz/nsesss/v4" schemaLocation="{Find("nsesss.xsd")}"/>
            <xs:import namespace="http://www.mvcr.cz/nsesss/2023/log" schemaLocation="{Find("nsesss-TrP.xsd")}"/>
            </xs:schema>
            """);
        var catalogue = Path.Combine(folder, "catalogue.xml");
        File.WriteAllText(catalogue, $"""<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><system systemId="http://www.loc.gov/standards/xlink/xlink.xsd" uri="file://{Find("xlink.xsd")}"/><uri name="http://www.loc.gov/standards/xlink/xlink.xsd" uri="file://{Find("xlink.xsd")}"/></catalog>""");
        environment["XML_CATALOG_FILES"] = catalogue;
    }

    public string Said { get; }

    /// <summary>Over all packages of a folder, one process of each.</summary>
    public async Task<Ran> Run(string folder)
    {
        var hashed = await Ran.Program("bash", ["-c", "find \"$1\" -type f -print0 | xargs -0 sha256sum > /dev/null", "bash", folder]);
        if (xmllint is null) return hashed;
        var valid = await Ran.Program("bash", ["-c", "find \"$1\" -name mets.xml -print0 | xargs -0 \"$2\" --huge --noout --nonet --schema \"$3\"", "bash", folder, xmllint, schema], environment);
        return new(hashed.Seconds + valid.Seconds, Math.Max(hashed.Megabytes, valid.Megabytes));
    }
}
