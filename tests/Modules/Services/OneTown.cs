using Microsoft.Extensions.Logging;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>A town shared by the tests of a class that only add to it.</summary>
public sealed class OneTown : IAsyncLifetime
{
    public Town Town { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Town = await Found();

    public async ValueTask DisposeAsync() => await Town.DisposeAsync();

    /// <param name="files">Files put under the town's own folder before it starts: path and content.</param>
    public static Task<Town> Found(params (string Path, string Text)[] files) => Town.Found(b => b.Logging.AddProvider(new ErrorsShown()), settings =>
    {
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(settings.Var, path);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }
    });
}
