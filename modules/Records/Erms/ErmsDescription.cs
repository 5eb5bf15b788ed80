using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Records;

/// <summary>The official description of the interface as the operator loaded it, with this address in it.</summary>
internal static class ErmsDescription
{
    private static readonly TimeSpan Matching = TimeSpan.FromSeconds(1);

    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal) { "ermsAPI.wsdl", "ermsIFSyn.xsd", "ermsIFAsyn.xsd", "ermsAsynU.xsd", "ermsTypes.xsd", "dmBaseTypes.xsd" };

    /// <summary>Null when it is not loaded.</summary>
    public static async Task<string?> Read(Installation installation, string file, string address, CancellationToken cancel)
    {
        var folder = Path.Combine(installation.Var, "standards");
        if (!Directory.Exists(folder) || Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).FirstOrDefault() is not { } path) return null;
        var text = await File.ReadAllTextAsync(path, Encoding.UTF8, cancel);
        text = Regex.Replace(text, "schemaLocation=\"([A-Za-z]+\\.xsd)\"", m => Names.Contains(m.Groups[1].Value) ? $"schemaLocation=\"{address}?xsd={m.Groups[1].Value}\"" : m.Value, RegexOptions.None, Matching);
        return Regex.Replace(text, "<soap:address location=\"[^\"]*\"", $"<soap:address location=\"{address}\"", RegexOptions.None, Matching);
    }
}
