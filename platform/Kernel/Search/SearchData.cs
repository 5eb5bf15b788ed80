using System.Text.Json;

namespace Virtuos.Kernel.Search;

/// <summary>Word lists of the analysis, embedded beside the code.</summary>
internal static class SearchData
{
    public static T Read<T>(string name)
    {
        using var stream = typeof(SearchData).Assembly.GetManifestResourceStream($"Virtuos.Kernel.Search.{name}")
            ?? throw new InvalidOperationException($"The word list {name} is not in the program.");
        return JsonSerializer.Deserialize<T>(stream) ?? throw new InvalidDataException($"The word list {name} is empty.");
    }
}
