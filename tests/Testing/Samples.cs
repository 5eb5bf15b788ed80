using System.IO.Compression;
using Xunit;

namespace Virtuos.Testing;

/// <summary>Files of other people in the folder <c>shared</c> beside the tree; they are never copied into it.</summary>
public static class Samples
{
    /// <summary>An archive of the samples; skips the test with a message when it is not there.</summary>
    public static async Task<ZipArchive> Open(string name, CancellationToken cancel) => await ZipFile.OpenReadAsync(PathOf(Path.Combine("samples", name)), cancel);

    /// <summary>A file or folder below <c>shared</c>, e.g. <c>standards/isds</c>; skips the test when it is not there.</summary>
    public static string PathOf(string name)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var found = Path.Combine(folder, "shared", name);
            if (File.Exists(found) || System.IO.Directory.Exists(found))
                return found;
        }
        Assert.Skip($"../shared/{name} is not here.");
        return "";
    }
}
