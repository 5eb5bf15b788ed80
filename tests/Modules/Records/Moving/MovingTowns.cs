using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Host;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Demo;
using Virtuos.Kernel.Outbox;
using Virtuos.Records;
using Virtuos.Records.Demo;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Two installations: in one the office of Chomutov has lived for a quarter of a year, in the other it was opened a moment ago, with ids of its own.</summary>
internal sealed class MovingTowns : IAsyncDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("virtuos-moving-").FullName;

    private MovingTowns(Town here, Town there) => (Here, There) = (here, there);

    public Town Here { get; }

    public Town There { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<MovingTowns> Found(bool lived)
    {
        var here = await Town.Found();
        var there = await Town.FoundIn(services => DemoRegion.Load(services, _ => { }, Cancel, d => d.GetType().Namespace is { } n && (n.StartsWith("Virtuos.Directory", StringComparison.Ordinal) || n.StartsWith("Virtuos.Identity", StringComparison.Ordinal))));
        there.Clock.Set(here.Clock.GetUtcNow());
        if (lived) await Live(here);
        return new(here, there);
    }

    private static async Task Live(Town town)
    {
        var days = (IDemoDay[])[new RecordsDemo(), new DecisionsDemo(), new KeepingDemo()];
        var day = new DateOnly(2026, 3, 9);
        for (var i = 0; i < 16; i++, day = i == 11 ? day.AddDays(63) : WorkingDays.Next(day))
        {
            town.Clock.Set(Prague.Start(day).AddHours(9));
            foreach (var demo in days) await demo.Live(town.Services, day, Cancel);
            await town.Services.GetRequiredService<Dispatcher>().Drain(Cancel);
        }
    }

    public string Path(string name) => System.IO.Path.Combine(folder, name);

    public static async Task<Guid> Office(Town town) => await town.Scalar<Guid>("select id from directory.office where slug = 'chomutov'");

    /// <summary>An act of the command line in the office of Chomutov.</summary>
    public static async Task<Result<TOut>> Run<TUseCase, TIn, TOut>(Town town, TIn input) where TUseCase : UseCase<TIn, TOut> =>
        await town.As(await Office(town), scope => scope.GetRequiredService<TUseCase>().Run(input, Cancel));

    public async Task<string> Export(Town town, string name)
    {
        var result = await Run<ExportOffice, ExportOfficeInput, ExportedOffice>(town, new(Path(name)));
        Assert.True(result.Succeeded, string.Join(", ", result.Refusals.Select(r => $"{r.Code} {string.Join(' ', r.Arguments)}")));
        return Path(name);
    }

    public static Task<Result<ArrivedOffice>> Import(Town town, string path) => Run<ImportOffice, ImportOfficeInput, ArrivedOffice>(town, new(path));

    public static string Why<T>(Result<T> result) => result.Succeeded ? "" : string.Join("; ", result.Refusals.Select(r => $"{r.Code} {string.Join(' ', r.Arguments.Select(a => $"{a.Name}={a.Value}"))}"));

    /// <summary>What every entity said in the newest export of the office: kind, id, hash.</summary>
    public static Task<string?> Said(Town town) => town.Scalar<string>("""
        select string_agg(kind || ' ' || thing || ' ' || digest, E'\n' order by position) from records.office_move_entity
        where move = (select id from records.office_move where way = 'Out' order by id desc limit 1) and kind <> 'Users'
        """);

    public static async Task Execute(Town town, string sql, string turnedTo = "*")
    {
        await using var connection = new NpgsqlConnection(town.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var turn = new NpgsqlCommand("select set_config('virtuos.office', $1, false)", connection) { Parameters = { new() { Value = turnedTo } } };
        await turn.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    /// <summary>Every XML of a batch, by its name.</summary>
    public static async Task<Dictionary<string, XDocument>> Documents(string path)
    {
        await using var zip = await ZipFile.OpenReadAsync(path, Cancel);
        Dictionary<string, XDocument> all = [];
        foreach (var entry in zip.Entries.Where(e => e.Name.EndsWith(".xml", StringComparison.Ordinal)))
        {
            await using var content = await entry.OpenAsync(Cancel);
            all[entry.FullName] = await XDocument.LoadAsync(content, LoadOptions.PreserveWhitespace, Cancel);
        }
        return all;
    }

    /// <summary>Valid by the published schema; skips the test where that is not at hand.</summary>
    public static void Valid(IReadOnlyDictionary<string, XDocument> documents)
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(null, XmlReader.Create(Samples.PathOf("standards/nsesss/official-2023/src/ermsExportPrenos.xsd"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = new XmlUrlResolver() }));
        schemas.Compile();
        foreach (var (name, document) in documents)
        {
            List<string> wrong = [];
            document.Validate(schemas, (_, e) => wrong.Add(e.Message));
            Assert.True(wrong.Count == 0, $"{name}: {string.Join("\n", wrong)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Here.DisposeAsync();
        await There.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
