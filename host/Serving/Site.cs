using System.IO.Compression;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Logging.Console;
using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Usage;
using Virtuos.Ui;

namespace Virtuos.Host.Serving;

/// <summary>The web side of the house.</summary>
public static class Site
{
    /// <param name="adjust">Replaces services, as the clock in tests.</param>
    public static WebApplication Build(Installation installation, NpgsqlDataSource database, string listen, Action<WebApplicationBuilder>? adjust = null)
    {
        // The content root is the program's own folder: a host that watches a large tree starts late.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = [] });
        builder.WebHost.UseUrls(listen).ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
        });
        builder.Logging.ClearProviders().AddConsole(o => o.FormatterName = MaskedConsole.Known).AddConsoleFormatter<MaskedConsole, SimpleConsoleFormatterOptions>(o => o.TimestampFormat = "HH:mm:ss ").SetMinimumLevel(LogLevel.Warning).AddFilter("Virtuos", LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        var services = builder.Services;
        services.AddHouse(installation, database);
        services.AddSingleton<IMemoryPoolFactory<byte>, WideBlocks>();
        services.AddHttpContextAccessor().AddScoped<IPageFrame, Frame>();
        services.AddRazorComponents();
        services.AddDataProtection(installation);
        services.AddOpenApi("v1");
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.Providers.Add<BrotliCompressionProvider>();
            o.Providers.Add<GzipCompressionProvider>();
            o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/ld+json", "image/svg+xml", "text/calendar", "application/atom+xml", "application/rss+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var (_, network) in Settings.Proxies(installation)) o.KnownIPNetworks.Add(network!.Value);
        });
        adjust?.Invoke(builder);

        var site = builder.Build();
        site.UseForwardedHeaders();
        site.UseResponseCompression();
        site.UseSecurityHeaders();
        site.UseRequestLocalization(Languages.Configure);
        site.UseErrorPages();
        site.UseRouting();
        site.UseOriginCheck();
        site.UseUsage();
        foreach (var module in House.Modules) module.Use(site);
        site.MapRazorComponents<App>().AddAdditionalAssemblies([.. House.Modules.Select(m => m.Assembly)]).DisableAntiforgery().WithMetadata(new PageMark());
        foreach (var module in House.Modules) module.MapRoutes(site);
        site.MapOpenApi("/openapi/{documentName}.json");
        site.MapHealth();
        site.MapCrawlers();
        site.MapLanding();
        return site;
    }
}
