using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>What a form of this module is answered with: another page after success, the same page with messages after a refusal.</summary>
internal sealed class PageAnswers(Texts texts, Installation installation, KeptInput kept)
{
    /// <summary>303: the browser reads the next page by GET, so that a reload repeats nothing.</summary>
    public IResult Go(string path) => PageAnswer.Go(path);

    public IResult Show<TPage>(params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        PageAnswer.Show<TPage>(parameters);

    /// <summary>The page takes the messages as its parameter <c>Errors</c>.</summary>
    public IResult Again<TPage>(IReadOnlyList<Refusal> refusals, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        PageAnswer.Again<TPage>(texts, refusals, parameters);

    /// <summary>As <see cref="Again"/>, but for what is not there no page is shown again.</summary>
    public IResult AgainIfThere<TPage>(IReadOnlyList<Refusal> refusals, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        PageAnswer.AgainIfThere<TPage>(texts, refusals, parameters);

    public void Remember(HttpContext http, string token) => SessionCookie.Write(http, installation, token);

    /// <summary>Did the person come with a form that had been too late?</summary>
    public bool IsKept(string? field, Guid person) => kept.Read(field, person) is not null;
}
