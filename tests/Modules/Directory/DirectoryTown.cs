using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Municipalities;
using Virtuos.Directory.Offices;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Directory;

/// <summary>One town for the tests of a class that do not disturb each other.</summary>
public sealed class DirectoryTown : IAsyncLifetime
{
    public Town Town { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Town = await Town.Found();

    public async ValueTask DisposeAsync() => await Town.DisposeAsync();
}

internal static class DirectoryActs
{
    public static Task<T> Ask<T>(this Town town, Func<IDirectory, Task<T>> question) => town.As(null, scope => question(scope.GetRequiredService<IDirectory>()));

    public static Task<Result<TOut>> Do<TCase, TIn, TOut>(this Town town, TIn input) where TCase : UseCase<TIn, TOut> =>
        town.As(null, scope => scope.GetRequiredService<TCase>().Run(input, CancellationToken.None));

    public static Task<Result<OfficeCard>> Open(this Town town, OpenOfficeInput input) => town.Do<OpenOffice, OpenOfficeInput, OfficeCard>(input);

    public static Task<Result<ImportReport>> Import(this Town town, string csv, DateOnly? date = null) => town.Import(System.Text.Encoding.UTF8.GetBytes(csv), date);

    public static async Task<Result<ImportReport>> Import(this Town town, byte[] csv, DateOnly? date = null)
    {
        using var stream = new MemoryStream(csv);
        return await town.Do<ImportMunicipalities, ImportMunicipalitiesInput, ImportReport>(new(stream, date ?? MunicipalityRegister.SourceDate));
    }

    public static async Task<string> File(this Town town) =>
        await System.IO.File.ReadAllTextAsync(Path.Combine(town.Services.GetRequiredService<Installation>().Data, "municipalities.csv"));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<(System.Net.HttpStatusCode Status, string Text, string? Type)> Get(this HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), answer.Content.Headers.ContentType?.MediaType);
    }

    public static async Task<IDocument> Page(this HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        return await answer.Read();
    }

    public static async Task<IDocument> Read(this HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancel));

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
