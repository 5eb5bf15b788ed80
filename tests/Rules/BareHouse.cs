using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Virtuos.Host;
using Virtuos.Host.Serving;
using Virtuos.Kernel;

namespace Virtuos.Rules.Tests;

/// <summary>The whole program put together over a database that is never opened.</summary>
public sealed class BareHouse : IAsyncDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("virtuos-rules-").FullName;

    public BareHouse()
    {
        var installation = Settings.Read(null, new Dictionary<string, string?> { ["var"] = folder });
        Site = Host.Serving.Site.Build(installation, House.OpenDatabase("Host=/nowhere;Username=nobody"), "http://127.0.0.1:0",
            b => b.Host.UseDefaultServiceProvider(o => (o.ValidateOnBuild, o.ValidateScopes) = (true, true)));
    }

    public WebApplication Site { get; }

    public T Get<T>() where T : notnull => Site.Services.GetRequiredService<T>();

    /// <summary>Every use case of every module, as it is registered.</summary>
    public static IEnumerable<Type> UseCases => House.Modules.SelectMany(m => m.Assembly.GetTypes()).Where(t => !t.IsAbstract && IsUseCase(t)).OrderBy(t => t.FullName, StringComparer.Ordinal);

    private static bool IsUseCase(Type? type) => type is not null && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(UseCase<,>)) || IsUseCase(type.BaseType));

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
