using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Virtuos.Contracts.Services;

namespace Virtuos.Services.Filing;

/// <summary>A list of files as one value of jsonb.</summary>
internal static class FileList
{
    public static readonly ValueConverter<IReadOnlyList<FiledPart>, string> Converter = new(
        files => JsonSerializer.Serialize(files, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<List<FiledPart>>(text, JsonSerializerOptions.Default)!);

    public static readonly ValueComparer<IReadOnlyList<FiledPart>> Comparer = new((a, b) => a!.SequenceEqual(b!), files => files.Count, files => files);
}
