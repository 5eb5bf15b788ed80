using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;

namespace Virtuos.Records;

/// <summary>A message of an agenda system that is being done, in a scope of its account.</summary>
/// <param name="By">The official in whose name it comes; null for what the system asks for itself.</param>
/// <param name="Body">The request or the event, checked by its shape.</param>
internal sealed record ErmsCall(AgendaSystem System, OfficialCard? By, XElement Body, IServiceProvider Services, CancellationToken Cancel)
{
    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Runs a use case; what it refuses ends the call with its status.</summary>
    /// <exception cref="ErmsFaultException">It was refused.</exception>
    public async Task<TOut> Do<TUseCase, TIn, TOut>(TIn input) where TUseCase : UseCase<TIn, TOut>
    {
        var result = await Get<TUseCase>().Run(input, Cancel);
        return result.Succeeded ? result.Value : throw Refused(result.Refusals[0]);
    }

    public ErmsFaultException Refused(Refusal refusal) => new(ErmsStatus.Of(refusal), Get<Texts>().In("cs").Say(refusal));

    /// <exception cref="ErmsFaultException">There is no such document for this system.</exception>
    public async Task<Guid> Document(ErmsId id) => (await Get<AgendaThings>().Document(id, Cancel))?.Id ?? throw Refused(Refusal.NotFound("records.erms.no-document"));

    /// <exception cref="ErmsFaultException">There is no such file for this system.</exception>
    public async Task<Guid> File(ErmsId id) => (await Get<AgendaThings>().File(id, Cancel))?.Id ?? throw Refused(Refusal.NotFound("records.erms.no-file"));

    /// <summary>An official by the id under which we tell them.</summary>
    public Guid Official(string id) => Guid.TryParseExact(id, "D", out var official) ? official : throw Refused(Refusal.Invalid(null, "records.erms.no-user"));

    /// <summary>The identifier under which something is founded: an agenda system names things by its own code only.</summary>
    public ErmsId Own(ErmsId id) => id.Source == System.Code ? id : throw new ErmsFaultException(ErmsStatus.Party, $"Identifikátory zdroje {id.Source} tento systém nepřiděluje.");
}

/// <summary>One operation of the interface.</summary>
/// <param name="Run">Answers the request.</param>
/// <param name="Filler">What the schema wants in the answer before the status of a refusal; null when a refusal has no place in the answer and is a fault.</param>
/// <param name="Anybody">An unknown user is the operation's own matter.</param>
internal sealed record ErmsOperation(Func<ErmsCall, Task<XElement>> Run, Func<XElement, IEnumerable<XElement>>? Filler = null, bool Anybody = false)
{
    /// <summary>An answer to what was done.</summary>
    public static XElement Answer(string name, params object?[] parts) => Erms.New($"{name}Response", [.. parts, Status(ErmsStatus.Done, null)]);

    public static XElement Status(string code, string? text) => Erms.New("OperaceStatus", Erms.New("Kod", code), text is null ? null : Erms.New("Popis", Erms.Cut(text, 255)));
}
