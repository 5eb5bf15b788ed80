using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Operating;

namespace Virtuos.Records;

/// <summary>The verbs by which the records of an office move (<c>virtuos office export</c>, <c>import</c>, <c>compare</c>, <c>confirm</c>).</summary>
internal static class MovingCommands
{
    private static readonly OperatorInput Office = new("office", "The office, by its part of addresses.");

    public static IReadOnlyList<OperatorCommand> All { get; } =
    [
        new("office export", "Writes all records of an office as a batch of the national standard (annex 7).", [Office, new("to", "The ZIP to write."), new("target", "Code of the system it goes to, at most ten signs.")], Export),
        new("office import", "Takes a batch over into an empty office and writes the receipt for its sender.",
            [new("file", "The ZIP.", Required: true), Office, new("receipt", "Where to write the receipt; beside the ZIP when left out.")], Import),
        new("office compare", "Compares a batch with the records of an office, entity by entity.", [new("file", "The ZIP.", Required: true), Office], Compare),
        new("office confirm", "Takes the receipt of the other installation; the records are only read from then on.", [new("file", "The receipt.", Required: true), Office], Confirm),
    ];

    private static Task<Result<OperatorReport>> Export(OperatorCall call) => call["to"] is not { Length: > 0 } to ? Missing("to") : Within(call, async scope =>
    {
        var result = await scope.GetRequiredService<ExportOffice>().Run(new(Path.GetFullPath(to), call["target"] ?? Erms.Code), call.Cancel);
        return result.Succeeded ? new OperatorReport(result.Value, $"{result.Value.Office}: {result.Value.Entities} entities in batch {result.Value.Batch}, {result.Value.Size} bytes.") : result.As<OperatorReport>();
    });

    private static Task<Result<OperatorReport>> Import(OperatorCall call) => Within(call, async scope =>
    {
        var result = await scope.GetRequiredService<ImportOffice>().Run(new(call["file"]!), call.Cancel);
        if (!result.Succeeded) return result.As<OperatorReport>();
        var receipt = call["receipt"] ?? $"{call["file"]}.potvrzeni.xml";
        await File.WriteAllTextAsync(receipt, result.Value.Receipt, call.Cancel);
        return new OperatorReport(result.Value, $"{result.Value.Office}: {result.Value.Entities} entities of batch {result.Value.Batch} arrived. The receipt is {receipt}.");
    });

    private static Task<Result<OperatorReport>> Compare(OperatorCall call) => Within(call, async scope =>
    {
        var result = await scope.GetRequiredService<CompareOffice>().Run(new(call["file"]!), call.Cancel);
        if (!result.Succeeded) return result.As<OperatorReport>();
        var found = result.Value;
        return new OperatorReport(found,
        [
            .. found.Differences.Select(d => $"{d.What}: {d.Entity} {d.Where}".TrimEnd()),
            $"{found.Office}: {found.Entities} entities of batch {found.Batch}, {found.Same} the same, {found.Differences.Count} differences, {found.Logged} with a longer log.",
        ])
        {
            HasFindings = found.Differences.Count > 0,
        };
    });

    private static Task<Result<OperatorReport>> Confirm(OperatorCall call) => Within(call, async scope =>
    {
        if (!File.Exists(call["file"])) return Refusal.Conflict("records.moving.no-file", ("why", call["file"]));
        var result = await scope.GetRequiredService<ConfirmMove>().Run(new(await File.ReadAllBytesAsync(call["file"]!, call.Cancel)), call.Cancel);
        return result.Succeeded ? new OperatorReport(result.Value, $"{result.Value.Office}: the other installation has all {result.Value.Entities} entities; here the records are only read now.") : result.As<OperatorReport>();
    });

    // The command runs over all offices; what moves is one, and nothing else can be seen or touched on the way.
    private static async Task<Result<OperatorReport>> Within(OperatorCall call, Func<IServiceProvider, Task<Result<OperatorReport>>> act)
    {
        if (call["office"] is not { } slug) return await Missing("office");
        if (await call.Services.GetRequiredService<IDirectory>().OfficeBySlug(slug, call.Cancel) is not { } office) return Refusal.Invalid("office", "records.moving.no-office", ("office", slug));
        await using var scope = call.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(office.Id, nameof(MovingCommands));
        return await act(scope.ServiceProvider);
    }

    private static Task<Result<OperatorReport>> Missing(string name) => Task.FromResult<Result<OperatorReport>>(Refusal.Invalid(name, "records.moving.missing-input"));
}
