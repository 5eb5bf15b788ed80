"""Calls every operation of the national interface as any program would that knows nothing but the WSDL.

erms_client.py WSDL URL CODE SECRET USER MARK TYPE_MARK: prints one line of JSON an operation, with its status codes.
"""
import datetime
import json
import sys

import requests
import zeep
import zeep.helpers
from lxml import etree

wsdl, url, code, secret, user, mark, type_mark = sys.argv[1:]
session = requests.Session()
session.auth = (code, secret)
client = zeep.Client(wsdl, transport=zeep.Transport(session=session))
ns = '{http://www.mvcr.cz/nsesss/2023/api}'
syn = client.create_service(ns + 'SoapBindingSyn', url)
asyn = client.create_service(ns + 'SoapBindingAsyn', url)
now = datetime.datetime(2026, 3, 10, 11, 0, 0, tzinfo=datetime.timezone.utc)
ends = {'Zdroj': code, 'Cil': 'VIRT'}


def own(value):
    return {'HodnotaID': value, 'ZdrojID': code}


def entity(value):
    return {'Identifikator': own(value)}


who = {'provedlKdo': user, 'provedlKdy': now}
party = {'Subjekt': {'Identifikator': [own('p-1')], 'TypSubjektu': 'Fyzicka', 'Jmeno': 'Jana', 'Prijmeni': 'Tichá'},
         'Adresa': {'AdresaPostovni': {'Obec': 'Chomutov', 'Ulice': 'Hálkova', 'PopisneCislo': '7', 'Psc': '43001'}}}
document = {'Identifikator': own('z-1'), 'Forma': 'digitalni', 'Nazev': 'Žádost o stanovisko', 'PocetListu': 0, 'PocetPriloh': 0, 'DruhPriloh': '', 'PocetListuPriloh': 0,
            'Doruceni': {'Odesilatel': party, 'ZasilkaInfo': {'DatumDoruceni': now.date()}},
            'OdkazyNaSoubory': {'dmFileLink': [{'Identifikator': own('b-1'), 'dmFileMetaType': 'main', 'dmFileDescr': 'zadost.txt'}]}}
stored = {'UdalostId': 1, 'ZalozeniSouboru': {'Soubor': {'dmEncodedContent': b'Dobr\xc3\xbd den', 'Identifikator': own('b-1'), 'dmMimeType': 'text/plain', 'dmFileDescr': 'zadost.txt'}}, 'Autorizace': who}
settled = {'ZpusobVyrizeni': 'vzetimNaVedomi', 'DatumCasVyrizeni': now}

calls = [
    ('WsTest', asyn, dict(WsTestId='ahoj', Autorizace=who, **ends)),
    ('UzivateleSeznam', syn, dict(Autorizace=who)),
    ('FunkcniMista', syn, dict(Autorizace=who, **ends)),
    ('CiselnikySeznam', syn, dict(Autorizace=who, **ends)),
    ('CiselnikZadost', syn, dict(IdCiselniku='VecnaSkupina', Autorizace=who, **ends)),
    ('OsobaZalozeni', syn, dict(ProfilOsoby=party, Autorizace=who, **ends)),
    ('OsobaUprava', syn, dict(ProfilOsoby=dict(party, Subjekt=dict(party['Subjekt'], Prijmeni='Hlučná')), Autorizace=who, **ends)),
    ('ProfilOsobyZadost', syn, dict(IdOsoby=own('p-1'), Autorizace=who, **ends)),
    ('OsobySeznam', syn, dict(ParametryHledaneOsoby={'FyzickaOsoba': {'Jmeno': 'JANA', 'Prijmeni': 'hlučná', 'Ulice': 'Hálkova', 'CisloDomu': '7', 'Obec': 'Chomutov'}}, Autorizace=who, **ends)),
    ('Udalosti', syn, dict(Udalosti={'_value_1': [{'SouborZalozeni': stored}]}, **ends)),
    ('DokumentZalozeni', syn, dict(ProfilDokumentu=document, Autorizace=who, **ends)),
    ('ProfilDokumentuZadost', syn, dict(IdDokument=entity('z-1'), Autorizace=who, **ends)),
    ('SouborZadost', syn, dict(Soubor=entity('b-1'), Autorizace=who, **ends)),
    ('SpisZalozeni', syn, dict(ProfilSpisu={'Identifikator': own('s-1'), 'ZpusobVedeni': 'Priorace', 'Nazev': 'Stanovisko', 'VecnaSkupina': {'Identifikator': {'HodnotaID': mark, 'ZdrojID': 'VIRT'}},
        'DokumentyVlozene': {'_value_1': [{'DokumentIdVlozeny': {'IdDokument': entity('z-1'), 'PoradiVeSpisu': 1, 'StavZarazeniDoSpisu': 'Vlozen'}}]}}, Autorizace=who, **ends)),
    ('ProfilSpisuZadost', syn, dict(IdSpisu=entity('s-1'), Autorizace=who, **ends)),
    ('PrideleneSeznam', syn, dict(Autorizace=who, **ends)),
    ('SpisVraceniZadost', syn, dict(IdSpisu=entity('s-1'), Autorizace=who, **ends)),
    ('SpisPostoupeniZadost', syn, dict(IdSpisu=entity('s-1'), Autorizace=who, **ends)),
    ('DokumentVraceniZadost', syn, dict(IdDokument=entity('z-1'), Autorizace=who, **ends)),
    ('DokumentPostoupeniZadost', syn, dict(IdDokument=entity('z-1'), Autorizace=who, **ends)),
    ('TypovySpisZalozeni', syn, dict(ProfilTypovehoSpisu={'Identifikator': own('t-1'), 'VecnaSkupina': {'Identifikator': {'HodnotaID': type_mark, 'ZdrojID': 'VIRT'}}, 'SpisovaZnacka': '', 'Nazev': 'Dům čp. 7'}, Autorizace=who, **ends)),
    ('ProfilTypovehoSpisuZadost', syn, dict(TypovySpisId=entity('t-1'), Autorizace=who, **ends)),
    ('ermsAsyn', asyn, dict(Poradi=1, Zdroj=code, Cil='VIRT', Udalosti={'_value_1': [{'DokumentVyrizeni': {'UdalostId': 1, 'IdDokument': entity('z-1'), 'Vyrizeni': settled, 'Autorizace': who}}]})),
]


def codes(answer):
    """Every status in the answer, wherever it is."""
    if isinstance(answer, list):
        return [c for a in answer for c in codes(a)]
    if isinstance(answer, dict):
        return [c for k, v in answer.items() for c in ([v] if k == 'Kod' else codes(v))]
    return []


def call(name, service, arguments):
    # zeep cannot unwrap an answer that is one repeated row by itself; it is read as the element that it is.
    with client.settings(raw_response=True):
        raw = getattr(service, name)(**arguments)
    body = etree.fromstring(raw.content)[0][0]
    assert body.tag == ns + name + 'Response', raw.text
    answer = zeep.helpers.serialize_object(client.get_element(body.tag).parse(body, client.wsdl.types), dict)
    print(json.dumps({'operation': name, 'codes': codes(answer), 'said': json.dumps(answer, default=str, ensure_ascii=False)}, ensure_ascii=False), flush=True)
    return body


for name, service, arguments in calls:
    call(name, service, arguments)
# The batch is worked through by the clock of the server; its answer waits in a batch for us.
sys.stdin.readline()
batches = call('DavkySeznam', syn, dict(Autorizace=who, **ends))
call('DavkaZadost', syn, dict(Davka={'Poradi': int(batches.findtext('.//' + ns + 'Poradi'))}, Autorizace=who, **ends))
