using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Virtuos.Kernel.Language;

public static class TextServices
{
    /// <summary>Registers <see cref="Texts"/> over the texts of the assemblies; strict makes a missing key or argument throw.</summary>
    public static IServiceCollection AddTexts(this IServiceCollection services, IEnumerable<Assembly> assemblies, bool strict = false)
    {
        services.AddSingleton(TextCatalogue.Load(assemblies, strict));
        services.AddSingleton<Texts>();
        return services;
    }
}
